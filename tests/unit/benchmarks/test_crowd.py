"""Many clients at once: what is counted as what, and how the tables are written."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from benchmarks import crowd as module
from benchmarks.crowd import (
    Crowd,
    Reply,
    ask,
    crowd_at,
    crowd_to_line,
    file_to_request,
    held,
    percentile,
)

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 7\r\nContent-Length: 0\r\n\r\n"
UsedT = TypeVar("UsedT")
CUT_OFF = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"


def with_server(answer: bytes, use: Callable[[str], Awaitable[UsedT]]) -> tuple[UsedT, list[bytes]]:
    """Use a server that always says this; return what came of it, and what was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(65_536))
        writer.write(answer)
        writer.close()

    async def run() -> UsedT:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await use(f"http://127.0.0.1:{port}")

    return asyncio.run(run()), asked


@pytest.mark.parametrize(
    ("answer", "status", "retry_s"),
    [(WHOLE, 200, 0), (BUSY, 503, 7), (CUT_OFF, 0, 0), (b"", 0, 0), (b"nonsense", 0, 0)],
)
def test_replies(answer: bytes, status: int, retry_s: float) -> None:
    """A whole answer has its status; whatever is not whole is lost."""
    reply, asked = with_server(answer, lambda url: ask(url, b"GET"))

    assert (status, retry_s, [b"GET"]) == (reply.status, reply.retry_s, asked)


def test_nobody_there(capsys: pytest.CaptureFixture[str]) -> None:
    """A connection that cannot be made is a lost request, and said on the way."""
    reply = asyncio.run(ask("http://127.0.0.1:1", b"GET"))

    assert 0 == reply.status
    assert "http://127.0.0.1:1" in capsys.readouterr().err


def test_line() -> None:
    """Times are of the answered; refused, lost and others are counted apart."""
    replies = [Reply(200, 1.0), Reply(200, 3.0), Reply(503, 0.01), Reply(0, 9.0), Reply(400, 0.1)]

    line = crowd_to_line(Crowd("svm", 4, 2.0, replies, [Reply(200, 0.5)]))

    assert ["svm", "4", "1.0/s", "2.00", "s"] == line.split()[:5]
    assert ["1", "1", "1", "0.50", "s"] == line.split()[-5:]


def test_percentiles() -> None:
    """Of nothing there is none."""
    assert 2.0 == percentile([1.0, 2.0, 3.0], 50)
    assert "nan" == f"{percentile([], 50)}"


def test_request_over_the_wire() -> None:
    """The request says how long it is, and is the last of its connection."""
    head, _, body = file_to_request("/v1/predict", b"song").partition(b"\r\n\r\n")

    assert b"song" == body
    assert head.startswith(b"POST /v1/predict HTTP/1.1\r\n")
    assert {b"Content-Length: 4", b"Connection: close"} <= set(head.split(b"\r\n"))


def test_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many clients ask until the time is over, those that are refused after a pause."""
    monkeypatch.setattr(module, "LONGEST_RETRY_S", 0.001)

    async def use(url: str) -> Crowd:
        return await crowd_at("svm", url, b"POST", 3, 0.05)

    crowd, asked = with_server(BUSY, use)

    assert crowd.count(503) == len(crowd.replies) >= 3
    assert {b"POST"} < set(asked)
    assert len(asked) == len(crowd.replies) + len(crowd.probes)


def test_held_connections() -> None:
    """Half a head, then half a body, on each of the connections, and others ask meanwhile."""

    async def use(url: str) -> list[str]:
        return await held(url, "/song", bytes(1000), 2)

    lines, asked = with_server(WHOLE, use)

    assert 2 == len(lines)
    assert "2 × half a head: /livez 200" in lines[0]
    assert 2 == sum(len(sent) == 40 for sent in asked)
    assert 2 == sum(40 < len(sent) < 1000 and sent.startswith(b"POST") for sent in asked)
