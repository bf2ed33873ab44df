"""One answer as it goes out."""

import asyncio

from music_genre.webapi.server.asgi import Message
from music_genre.webapi.server.exchange import Exchange, carefully, say


async def _nobody() -> Message:
    return {"type": "http.disconnect"}


def test_what_is_asked_of_no_app() -> None:
    """Status, length and content go out, with what asks browsers to be careful."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    more: list[tuple[bytes, bytes]] = []
    exchange = Exchange({}, "/livez", _nobody, carefully(send, more), more)
    more.append((b"x-request-id", b"an-id-of-it"))
    asyncio.run(say(exchange, [(b"content-type", b"text/plain")], b"lives"))

    start, body = sent
    headers = dict(start["headers"])
    assert (200, b"5", b"lives") == (start["status"], headers[b"content-length"], body["body"])
    assert b"an-id-of-it" == headers[b"x-request-id"]
    assert b"nosniff" == headers[b"x-content-type-options"]
