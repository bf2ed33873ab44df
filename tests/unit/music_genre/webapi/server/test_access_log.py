"""What a service writes about a request."""

import asyncio
import logging
from typing import Any

import pytest
from front_clients import App, Client

from music_genre.webapi.addresses import text_to_networks
from music_genre.webapi.gate.gate import Gate
from music_genre.webapi.logs.asked import note_route
from music_genre.webapi.server.asgi import Receive, Scope, Send
from music_genre.webapi.server.door import Door
from music_genre.webapi.server.front import Front, Limits
from music_genre.webapi.sight.metrics import ServiceMetrics

LIMIT_BYTES = 1000


def logged(caplog: pytest.LogCaptureFixture, *, logs_addresses: bool = False) -> list[Any]:
    """Return the records of a song, a probe, a beat that the app answers, and two refusals."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        note_route("/beats/<beat_id>")
        await app(scope, receive, send)

    async def scenario() -> None:
        app.may_answer.set()
        door = Door(gate=Gate(text_to_networks("127.0.0.1")), logs_addresses=logs_addresses)
        front = Front(answer, Limits(1, LIMIT_BYTES), ServiceMetrics(), door, paths={"/song"})
        behind = {"x-forwarded-for": "192.0.2.7"}
        await Client("/beats/mine", b"x", headers=behind).ask(front)
        await Client("/livez", method="GET").ask(front)
        for path in ("/song", "/my%0Asong.mp3"):
            await Client(path, bytes(LIMIT_BYTES + 1)).ask(front)

    app = App()
    with caplog.at_level(logging.INFO, "music_genre.access"):
        asyncio.run(scenario())
    return caplog.records


def test_what_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A line for what people ask, with its route and nothing that they sent; none for probes."""
    records = logged(caplog)

    facts = [(one.method, one.route, one.status) for one in records]
    assert [
        ("POST", "/beats/<beat_id>", 200),
        ("POST", "/song", 413),
        ("POST", "(none)", 413),
    ] == facts
    assert records[0].getMessage().startswith("POST /beats/<beat_id> 200 ")
    assert [0.0] * 3 <= [one.ms for one in records]
    assert not hasattr(records[0], "client")


def test_addresses_are_logged_where_they_are_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    """Then they are those of the clients, not of the proxies before us."""
    records = logged(caplog, logs_addresses=True)

    assert ["192.0.2.7", "127.0.0.1", "127.0.0.1"] == [one.client for one in records]
