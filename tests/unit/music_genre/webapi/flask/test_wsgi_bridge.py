"""A WSGI app behind ASGI: what it is told, how its answer goes out, and what ends early."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from music_genre.webapi.flask.wsgi_bridge import PIECES_AHEAD, WsgiBridge, scope_to_environ
from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.asgi import Message
from music_genre.webapi.serving import REFUSAL

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "POST",
    "path": "/genre/été",
    "root_path": "/genre",
    "query_string": b"a=%C3%A9",
    "http_version": "1.1",
    "scheme": "http",
    "server": ("127.0.0.1", 5000),
    "client": ("127.0.0.1", 50_000),
    "headers": [
        (b"host", b"x"),
        (b"content-type", b"audio/wav"),
        (b"content-length", b"99"),
        (b"transfer-encoding", b"chunked"),
        (b"x-many", b"1"),
        (b"x-many", b"2"),
    ],
}
StartResponse = Callable[..., Callable[[bytes], None]]


def ask(app: Any, on_message: Callable[[Message], None] | None = None) -> list[Message]:
    """Ask an app over the bridge; return the messages of its answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"song", "more_body": False}

    async def send(message: Message) -> None:
        if on_message:
            on_message(message)
        sent.append(message)

    asyncio.run(WsgiBridge(app, 1)(SCOPE, receive, send))
    return sent


def test_what_the_app_is_told() -> None:
    """Paths are split by the prefix, headers are as CGI names them, the body is there whole."""
    environ = scope_to_environ(SCOPE, b"song")

    assert ("/genre", "/été") == (
        environ["SCRIPT_NAME"],
        environ["PATH_INFO"].encode("latin-1").decode(),
    )
    assert ("POST", "a=%C3%A9", "x") == (
        environ["REQUEST_METHOD"],
        environ["QUERY_STRING"],
        environ["HTTP_HOST"],
    )
    assert ("4", b"song") == (environ["CONTENT_LENGTH"], environ["wsgi.input"].read())
    assert ("audio/wav", "1,2") == (environ["CONTENT_TYPE"], environ["HTTP_X_MANY"])
    assert "HTTP_TRANSFER_ENCODING" not in environ
    assert REFUSAL not in environ


def test_refusal_is_passed_on() -> None:
    """What was refused before the app is told to it."""
    refusal = ApiError("too_large", maximum_mb=1)

    assert refusal is scope_to_environ({**SCOPE, REFUSAL: refusal}, b"")[REFUSAL]


def test_answer() -> None:
    """Status and headers go out first, then the pieces, then the end; what must close is closed."""
    closed = []

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"one", b"", b"two"])

        def close(self) -> None:
            closed.append(True)

    def app(_environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return Pieces()

    start, *pieces = ask(app)

    assert (200, [(b"content-type", b"text/plain")]) == (start["status"], start["headers"])
    assert [b"one", b"two", b""] == [piece["body"] for piece in pieces]
    assert [True, True, False] == [piece.get("more_body", False) for piece in pieces]
    assert [True] == closed


def test_answer_without_a_body_and_by_write() -> None:
    """PEP 3333's `write` is there; an empty answer has a start all the same."""

    def writing(_environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])(b"written")
        return []

    def empty(_environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response("204 NO CONTENT", [])
        return []

    assert [None, b"written", b""] == [message.get("body") for message in ask(writing)]
    assert [204, None] == [message.get("status") for message in ask(empty)]


def test_fault_of_the_app() -> None:
    """What an app does not catch reaches the server, which answers 500."""

    def app(_environ: dict[str, Any], _start_response: StartResponse) -> Iterable[bytes]:
        raise RuntimeError("no answer")

    with pytest.raises(RuntimeError, match="no answer"):
        ask(app)


def test_thread_ends_when_nobody_reads_on() -> None:
    """A client that goes away in the middle of a long answer frees the thread."""
    ended = threading.Event()

    def app(_environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        try:
            for _ in range(100 * PIECES_AHEAD):
                yield b"piece"
        finally:
            ended.set()

    def go_away(message: Message) -> None:
        if "body" in message:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        ask(app, go_away)

    assert ended.wait(20)
