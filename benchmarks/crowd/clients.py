"""One request on a connection of its own, and what came back."""

import asyncio
import re
import sys
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

GIVES_UP_S: Final = 60.0
OK: Final = 200
REQUEST_TIMEOUT: Final = 408
BUSY: Final = 503
NONE: Final = 0
PROBE: Final = b"GET /livez HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class Reply:
    """Status (0 where no whole answer came), how long it took, and when to come again [s]."""

    status: int
    took_s: float
    retry_s: float = 0.0

    @property
    def is_refusal(self) -> bool:
        """Tell whether the client was told to come again, and when."""
        return self.status == BUSY and self.retry_s > 0

    @property
    def is_partial(self) -> bool:
        """Tell whether some of the front end's services answered, and others refused."""
        return self.status == OK and self.retry_s > 0


def file_to_request(path: str, content: bytes, media_type: str = "audio/wav") -> bytes:
    """Write a request as it goes over the wire."""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: {media_type}\r\n"
    length = f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    return (head + length).encode() + content


async def ask(url: str, request: bytes, patience_s: float = GIVES_UP_S) -> Reply:
    """Send a request, or a part of one, and read until the server closes."""
    began, where = time.monotonic(), urlsplit(url)
    answer = b""
    try:
        async with asyncio.timeout(patience_s):
            reader, writer = await asyncio.open_connection(where.hostname, where.port)
            try:
                writer.write(request)
                answer = await reader.read()
            finally:
                writer.close()
    except OSError as error:  # a timeout is one too
        print(f"{url}: {error!r}", file=sys.stderr)
    took_s = time.monotonic() - began
    return Reply(_status(answer), took_s, _retry_s(answer))


def _status(answer: bytes) -> int:
    """Read the status of a whole answer; 0 where it is not whole."""
    head, _, body = answer.partition(b"\r\n\r\n")
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", head)
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if not found or (length and int(length[1]) != len(body)):
        return NONE
    return int(found[1])


def _retry_s(answer: bytes) -> float:
    found = re.search(rb"(?i)\r\nretry-after: (\d+)", answer.partition(b"\r\n\r\n")[0])
    return float(found[1]) if found else 0.0
