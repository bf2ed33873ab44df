"""One request and its answer, as the front sees them."""

from collections.abc import Collection
from dataclasses import dataclass

from music_genre.webapi.server.asgi import Message, Receive, Scope, Send
from music_genre.webapi.server.security_headers import Headers, with_security


@dataclass
class Exchange:
    """One request: what was asked, how to answer, and the status that went out; 0 for none.

    `more` are headers that its answer gets, whoever makes it.
    """

    scope: Scope
    path: str
    receive: Receive
    send: Send
    more: list[tuple[bytes, bytes]]
    status: int = 0


def carefully(send: Send, more: Headers) -> Send:
    """Add to each answer what asks browsers to be careful, and what `more` has by then."""

    async def send_carefully(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*with_security(message.get("headers", [])), *more]}
        await send(message)

    return send_carefully


async def say(exchange: Exchange, headers: Headers, content: bytes) -> None:
    """Answer what is asked of no app."""
    exchange.status = 200
    length = str(len(content)).encode()
    await send_whole(exchange, [*headers, (b"content-length", length)], content)


async def send_whole(
    exchange: Exchange, headers: Collection[tuple[bytes, bytes]], content: bytes
) -> None:
    """Send an answer with the exchange's status."""
    start = {"type": "http.response.start", "status": exchange.status, "headers": list(headers)}
    await exchange.send(start)
    await exchange.send({"type": "http.response.body", "body": content})
