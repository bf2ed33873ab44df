"""Bodies while they come in: whole, too large, cut off, and too many of them."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from music_genre.webapi.messages import MEGABYTE
from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.asgi import Message, Receive
from music_genre.webapi.server.shelf import Body, GoneError, Shelf


def run(scenario: Coroutine[Any, Any, None]) -> None:
    """Play a scenario on an event loop of its own."""
    asyncio.run(scenario)


def client(*pieces: bytes, ends: str = "whole") -> Receive:
    """Make a client that sends these, and then is through, silent, or gone."""
    messages: list[Message] = [
        {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
    ]
    if ends == "whole":
        messages[-1]["more_body"] = False
    elif ends == "gone":
        messages.append({"type": "http.disconnect"})

    async def receive() -> Message:
        if not messages:
            await asyncio.Event().wait()
        return messages.pop(0)

    return receive


def test_whole_body() -> None:
    """The pieces come out as one, and their room is free afterwards."""

    async def scenario() -> None:
        shelf, body = Shelf(10), Body()
        assert b"abcd" == await shelf.read(body, client(b"ab", b"cd"), 4, 4)
        assert 4 == shelf.n_bytes
        shelf.remove(body)
        shelf.remove(body)
        assert 0 == shelf.n_bytes

    run(scenario())


def test_too_large() -> None:
    """One byte over its limit ends a body, with the limit that its sender knows."""

    async def scenario() -> None:
        with pytest.raises(ApiError, match="too_large") as raised:
            await Shelf(10).read(Body(), client(b"abc", b"de"), 4, MEGABYTE)
        assert 1 == raised.value.facts["maximum_mb"]

    run(scenario())


def test_client_goes_away() -> None:
    """Half a body is no body."""

    async def scenario() -> None:
        with pytest.raises(GoneError):
            await Shelf(10).read(Body(), client(b"abc", ends="gone"), 9, 9)

    run(scenario())


def test_silent_clients_make_room() -> None:
    """Where memory is full, the client that has been silent longest is told to come again."""

    async def scenario() -> None:
        shelf, bodies = Shelf(10), [Body(), Body()]
        silent = [
            asyncio.create_task(shelf.read(body, client(b"abcde", ends="silent"), 9, 9))
            for body in bodies
        ]
        while shelf.n_bytes < shelf.most_bytes:
            await asyncio.sleep(0)
        bodies[0].heard_at -= 20
        bodies[1].heard_at -= 10

        assert b"12345" == await shelf.read(Body(), client(b"12345"), 9, 9)
        with pytest.raises(ApiError, match="overloaded"):
            await silent[0]
        assert not silent[1].done()
        silent[1].cancel()
        with pytest.raises(asyncio.CancelledError):
            await silent[1]

    run(scenario())


def test_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody is silent, the last who came is told to come again."""
    monkeypatch.setattr("music_genre.webapi.server.shelf.ROOM_WITHIN_S", 0.0)
    monkeypatch.setattr("music_genre.webapi.server.shelf.SILENT_S", 60.0)

    async def scenario() -> None:
        shelf, first = Shelf(10), Body()
        await shelf.read(first, client(b"0123456789"), 10, 10)
        with pytest.raises(ApiError, match="overloaded"):
            await shelf.read(Body(), client(b"x"), 10, 10)
        shelf.remove(first)
        assert b"x" == await shelf.read(Body(), client(b"x"), 10, 10)

    run(scenario())
