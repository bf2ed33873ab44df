"""`make bench`, its second half: many clients at once, and clients that hold half a request.

Each client asks, waits for the answer, and asks again; one that is refused comes again after as
many seconds as `Retry-After` says, two at most. Beside them one asks `/livez` all the time. A
request is lost where no whole answer came. The table goes to stdout, progress to stderr.
"""

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import numpy as np

from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.processes import Services, running_stack
from tools.signals import song, to_file

CLIENTS: Final = (1, 4, 16, 50, 200)
QUICK_CLIENTS: Final = (1, 4)
ROUTES: Final = {
    "svm": "/v1/predict",
    "vgg19": "/v1/predict",
    "beat": "/analyze",
    "frontend": "/api/predict",
}
LASTS_S: Final = 15.0
QUICK_LASTS_S: Final = 1.0
GIVES_UP_S: Final = 60.0
LONGEST_RETRY_S: Final = 2.0
PROBE_EVERY_S: Final = 0.2
SONG_S: Final = 10.0
HOLDERS: Final = 200
OK, REFUSED, LOST = 200, 503, 0
HEADER: Final = (
    f"{'service':10}{'clients':>8}{'rate':>9}{'p50':>8}{'p95':>8}{'p99':>8}{'refused':>9}"
    f"{'lost':>6}{'other':>7}{'/livez p99':>12}"
)


@dataclass(frozen=True)
class Reply:
    """Status (0 where no whole answer came), how long it took, and when to come again [s]."""

    status: int
    took_s: float
    retry_s: float = 0.0


@dataclass
class Crowd:
    """What some clients got."""

    service: str
    n_clients: int
    lasted_s: float
    replies: list[Reply] = field(default_factory=list)
    probes: list[Reply] = field(default_factory=list)

    def count(self, *statuses: int) -> int:
        """Count the replies of some statuses."""
        return sum(reply.status in statuses for reply in self.replies)


def crowd_to_line(crowd: Crowd) -> str:
    """Write a row of the table; times are those of the requests that were answered."""
    answered_s = [reply.took_s for reply in crowd.replies if reply.status == OK]
    probes_s = [reply.took_s if reply.status == OK else GIVES_UP_S for reply in crowd.probes]
    others = len(crowd.replies) - crowd.count(OK, REFUSED, LOST)
    times = "".join(f"{percentile(answered_s, q):6.2f} s" for q in (50, 95, 99))
    return (
        f"{crowd.service:10}{crowd.n_clients:8}{len(answered_s) / crowd.lasted_s:7.1f}/s{times}"
        f"{crowd.count(REFUSED):9}{crowd.count(LOST):6}{others:7}"
        f"{percentile(probes_s, 99):10.2f} s"
    )


def percentile(values: Sequence[float], q: float) -> float:
    """Compute a percentile; not a number where there is nothing."""
    return float(np.percentile(values, q)) if values else float("nan")


def file_to_request(path: str, content: bytes) -> bytes:
    """Write a request as it goes over the wire."""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: audio/wav\r\n"
    length = f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    return (head + length).encode() + content


async def ask(url: str, request: bytes) -> Reply:
    """Send a request on a connection of its own, and read the answer to its end."""
    began, where = time.monotonic(), urlsplit(url)
    answer = b""
    try:
        async with asyncio.timeout(GIVES_UP_S):
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
        return LOST
    return int(found[1])


def _retry_s(answer: bytes) -> float:
    found = re.search(rb"(?i)\r\nretry-after: (\d+)", answer.partition(b"\r\n\r\n")[0])
    return float(found[1]) if found else 0.0


async def crowd_at(service: str, url: str, request: bytes, n: int, lasts_s: float) -> Crowd:
    """Let so many clients ask a service for a while, and wait for the last of their answers."""
    crowd, until = Crowd(service, n, lasts_s), time.monotonic() + lasts_s
    probe = b"GET /livez HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"

    async def client() -> None:
        while time.monotonic() < until:
            reply = await ask(url, request)
            crowd.replies.append(reply)
            await asyncio.sleep(min(reply.retry_s, LONGEST_RETRY_S))

    async def prober() -> None:
        while time.monotonic() < until:
            crowd.probes.append(await ask(url, probe))
            await asyncio.sleep(PROBE_EVERY_S)

    await asyncio.gather(prober(), *(client() for _ in range(n)))
    return crowd


async def held(url: str, path: str, content: bytes, n: int) -> list[str]:
    """Hold half a head, then half a body, on so many connections; tell what others waited."""
    where, whole = urlsplit(url), file_to_request(path, content)
    probe = b"GET /livez HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"
    lines = []
    for what, half in (("head", whole[:40]), ("body", whole[: len(whole) // 2])):
        held_open = []
        for _ in range(n):
            _reader, writer = await asyncio.open_connection(where.hostname, where.port)
            writer.write(half)
            held_open.append(writer)
        alive, answered = await ask(url, probe), await ask(url, whole)
        lines.append(
            f"{n} × half a {what}: /livez {alive.status} in {alive.took_s:.2f} s, "
            f"a song {answered.status} in {answered.took_s:.2f} s"
        )
        for writer in held_open:
            writer.close()
    return lines


async def measure(services: Services, clients: Sequence[int], lasts_s: float) -> None:
    """Print both tables, service by service."""
    content = to_file(song(SONG_S, SAMPLE_RATE_HZ))
    print(f"a WAV of {SONG_S:g} s, {lasts_s:g} s for each row\n{HEADER}")
    for service, path in ROUTES.items():
        url = getattr(services, service)
        request = file_to_request(path, content)
        await ask(url, request)
        for n in clients:
            print(crowd_to_line(await crowd_at(service, url, request, n, lasts_s)), flush=True)
    print()
    for service, path in ROUTES.items():
        for line in await held(getattr(services, service), path, content, HOLDERS):
            print(f"{service:10}{line}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the services, measure, stop them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few clients, for a moment")
    is_quick = parser.parse_args(arguments).quick
    clients, lasts_s = (QUICK_CLIENTS, QUICK_LASTS_S) if is_quick else (CLIENTS, LASTS_S)
    with tempfile.TemporaryDirectory() as logs, running_stack(Path(logs)) as services:
        asyncio.run(measure(services, clients, lasts_s))


if __name__ == "__main__":
    main()
