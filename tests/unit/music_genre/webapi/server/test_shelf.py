"""Bodies while they come in: whole, too large, cut off, and too many of them."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

from music_genre.webapi.messages import MEGABYTE
from music_genre.webapi.problems import ApiError
from music_genre.webapi.server import shelf as module
from music_genre.webapi.server.asgi import Message, Receive
from music_genre.webapi.server.shelf import MUCH_BYTES, Body, GoneError, Shelf


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


def test_so_many_at_once() -> None:
    """Of more bodies than may come in, the last is told to come again, unless one is slow."""

    async def scenario() -> None:
        shelf, bodies = Shelf(100, most_bodies=2), [Body(), Body()]
        coming = [
            asyncio.create_task(shelf.read(body, client(*content, ends="silent"), 99, 99))
            for body, content in zip(bodies, ([], [b"a"]), strict=True)
        ]
        while not shelf.n_bytes:
            await asyncio.sleep(0)
        with pytest.raises(ApiError, match="overloaded") as raised:
            await shelf.read(Body(), client(b"xy"), 99, 99)
        assert raised.value.facts["retry_after_s"]

        bodies[0].heard_at -= 10
        assert b"xy" == await shelf.read(Body(), client(b"xy"), 99, 99)
        with pytest.raises(ApiError, match="overloaded"):
            await coming[0]
        coming[1].cancel()
        with pytest.raises(asyncio.CancelledError):
            await coming[1]
        assert [b"z"] == [await shelf.read(Body(), client(b"z"), 99, 99)]

    run(scenario())


@pytest.mark.parametrize(("n_bytes", "is_slow"), [(100, True), (10_000_000, False)])
def test_a_byte_now_and_then_is_slow(n_bytes: int, is_slow: bool) -> None:
    """A client that was heard just now is as good as silent where next to nothing has come."""
    body = Body(n_bytes=n_bytes)
    assert not body.is_slow()
    body.began_at -= 60
    assert is_slow == body.is_slow()


def test_what_many_took_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """After much at once, and not after little, free memory is given back when nobody is there."""
    monkeypatch.setattr(module, "CALM_S", 0.0)
    given = threading.Event()
    monkeypatch.setattr(module, "collect_and_give_back", given.set)

    async def scenario() -> None:
        shelf = Shelf(2 * MUCH_BYTES)
        for n_bytes in (MUCH_BYTES - 1, MUCH_BYTES):
            assert not given.is_set()
            body = Body()
            await shelf.read(body, client(bytes(n_bytes)), n_bytes, n_bytes)
            shelf.remove(body)
            await asyncio.sleep(0.01)
        assert await asyncio.to_thread(given.wait, 20)

        given.clear()
        first, second = Body(), Body()
        await shelf.read(first, client(bytes(MUCH_BYTES)), MUCH_BYTES, MUCH_BYTES)
        shelf.remove(first)
        await shelf.read(second, client(b"x"), 1, 1)  # somebody came meanwhile
        await asyncio.sleep(0.01)
        assert not given.is_set()
        shelf.remove(second)
        assert await asyncio.to_thread(given.wait, 20)

    run(scenario())
