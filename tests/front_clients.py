"""A client of a front and an app behind it, in one event loop, without a connection."""

import asyncio
import json
from dataclasses import dataclass, field

from music_genre.webapi.server.asgi import Message, Receive, Scope, Send
from music_genre.webapi.server.front import Front
from music_genre.webapi.serving import REFUSAL


@dataclass
class Client:
    """One request over a connection, and what came back."""

    path: str = "/song"
    body: bytes = b""
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    status: int = 0
    answered: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    def scope(self) -> Scope:
        """Make the scope of the request."""
        named = {"content-length": str(len(self.body)), "content-type": "audio/wav"}
        given = (named if self.body else {}) | self.headers
        return {
            "type": "http",
            "method": self.method,
            "path": self.path,
            "raw_path": self.path.encode(),
            "root_path": "",
            "client": ("127.0.0.1", 1),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }

    async def ask(self, front: Front) -> "Client":
        """Send the request, and take in the answer."""
        unread = [self.body]

        async def receive() -> Message:
            if unread:
                return {"type": "http.request", "body": unread.pop(), "more_body": False}
            await self.gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                pairs = message["headers"]
                self.answered = {name.decode(): value.decode() for name, value in pairs}
            else:
                self.content += message.get("body", b"")

        await front(self.scope(), receive, send)
        return self

    @property
    def code(self) -> str:
        """Return the code of the problem that came back."""
        code: str = json.loads(self.content)["code"]
        return code


@dataclass
class App:
    """An app that answers when it is told to, with what it was sent."""

    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[Scope] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        self.asked.append(scope)
        message = await receive()
        if refusal := scope.get(REFUSAL):
            await respond(send, 400, refusal.code.encode())
            return
        await self.may_answer.wait()
        await respond(send, 200, message["body"])


async def respond(send: Send, status: int, body: bytes) -> None:
    """Send an answer."""
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})
