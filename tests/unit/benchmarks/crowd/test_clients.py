"""One request, and what is taken for a whole answer."""

import asyncio

import pytest
from unit.benchmarks.crowd.saying_server import BUSY, WHOLE, with_server

from benchmarks.crowd.clients import Reply, ask, file_to_request

CUT_OFF = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"


@pytest.mark.parametrize(
    ("answer", "status", "retry_s"),
    [(WHOLE, 200, 0), (BUSY, 503, 7), (CUT_OFF, 0, 0), (b"", 0, 0), (b"nonsense", 0, 0)],
)
def test_replies(answer: bytes, status: int, retry_s: float) -> None:
    """A whole answer has its status; whatever is not whole is lost."""
    reply, asked = with_server(answer, lambda url: ask(url, b"GET"))

    assert (status, retry_s, [b"GET"]) == (reply.status, reply.retry_s, asked)


@pytest.mark.parametrize(
    ("reply", "is_refusal"),
    [(Reply(503, 0.1, 7), True), (Reply(503, 0.1), False), (Reply(200, 0.1, 7), False)],
)
def test_refusals(reply: Reply, is_refusal: bool) -> None:
    """Who is refused has to hear when to come again."""
    assert is_refusal == reply.is_refusal


@pytest.mark.parametrize(
    ("reply", "is_partial"),
    [(Reply(200, 0.1, 7), True), (Reply(200, 0.1), False), (Reply(503, 0.1, 7), False)],
)
def test_parts(reply: Reply, is_partial: bool) -> None:
    """An answer that says when to come again lacks what a busy service would have said."""
    assert is_partial == reply.is_partial


def test_nobody_there(capsys: pytest.CaptureFixture[str]) -> None:
    """A connection that cannot be made is a lost request, and said on the way."""
    reply = asyncio.run(ask("http://127.0.0.1:1", b"GET"))

    assert 0 == reply.status
    assert "http://127.0.0.1:1" in capsys.readouterr().err


def test_request_over_the_wire() -> None:
    """The request says how long it is, and is the last of its connection."""
    head, _, body = file_to_request("/v1/predict", b"song").partition(b"\r\n\r\n")

    assert b"song" == body
    assert head.startswith(b"POST /v1/predict HTTP/1.1\r\n")
    assert {b"Content-Length: 4", b"Connection: close"} <= set(head.split(b"\r\n"))
