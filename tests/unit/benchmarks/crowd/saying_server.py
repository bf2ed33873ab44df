"""A server that says one and the same to everybody."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 7\r\nContent-Length: 0\r\n\r\n"
LATE = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"

UsedT = TypeVar("UsedT")
Answers = Callable[[bytes], bytes]


def with_server(
    answer: bytes | Answers, use: Callable[[str], Awaitable[UsedT]]
) -> tuple[UsedT, list[bytes]]:
    """Use a server that says this, or what it makes of a request; also return what was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(65_536))
        writer.write(answer if isinstance(answer, bytes) else answer(asked[-1]))
        writer.close()

    async def run() -> UsedT:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await use(f"http://127.0.0.1:{port}")

    return asyncio.run(run()), asked
