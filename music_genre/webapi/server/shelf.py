"""Bodies of requests while they come in: together within a limit of memory.

Where it is full, whoever has been silent longest makes room: a client that holds half a body costs
a connection, and memory only as long as nobody needs it.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from music_genre.webapi.intake.limits import too_large
from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.asgi import Receive

SILENT_S: Final = 0.5  # whoever has sent nothing for so long may be asked to come again
ROOM_WITHIN_S: Final = 1.5
LOOK_AGAIN_S: Final = 0.05
COME_AGAIN_S: Final = 5


class GoneError(Exception):
    """The client went away, or was told what is wrong already."""


@dataclass(eq=False)
class Body:
    """A body on the shelf: what came of it, and the task that reads on."""

    content: bytearray = field(default_factory=bytearray)
    n_bytes: int = 0
    heard_at: float = field(default_factory=time.monotonic)
    reading: asyncio.Task[bytes] | None = None
    is_put_away: bool = False


class Shelf:
    """Room for bodies of `most_bytes` together. For one event loop."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.n_bytes = most_bytes, 0
        self._unfinished: set[Body] = set()

    async def read(self, body: Body, receive: Receive, limit_bytes: int, shown_limit: int) -> bytes:
        """Read a whole body, which may have `limit_bytes`; `shown_limit` is told where it has more.

        Raises `ApiError` (`too_large`, `overloaded`), `GoneError`. `remove` the body afterwards,
        whatever happened.
        """
        self._unfinished.add(body)
        body.reading = asyncio.create_task(self._read(body, receive, limit_bytes, shown_limit))
        try:
            return await body.reading
        except asyncio.CancelledError as error:
            body.reading.cancel()
            if body.is_put_away:
                raise ApiError("overloaded", retry_after_s=COME_AGAIN_S) from error
            raise
        finally:
            self._unfinished.discard(body)

    def remove(self, body: Body) -> None:
        """Make room again."""
        self.n_bytes -= body.n_bytes
        body.n_bytes = 0
        body.content.clear()

    async def _read(
        self, body: Body, receive: Receive, limit_bytes: int, shown_limit: int
    ) -> bytes:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            piece: bytes = message.get("body", b"")
            more = message.get("more_body", False)
            body.heard_at = time.monotonic()
            if body.n_bytes + len(piece) > limit_bytes:
                raise too_large(shown_limit)
            await self._make_room(body, len(piece))
            body.content += piece
            body.n_bytes += len(piece)
            self.n_bytes += len(piece)
        whole = bytes(body.content)
        body.content.clear()
        return whole

    async def _make_room(self, body: Body, n_bytes: int) -> None:
        """Wait until there is room for more. Raises `ApiError` (`overloaded`)."""
        deadline = time.monotonic() + ROOM_WITHIN_S
        while self.n_bytes + n_bytes > self.most_bytes:
            if self._put_away_a_silent_one(body):
                continue
            if time.monotonic() >= deadline:
                raise ApiError("overloaded", retry_after_s=COME_AGAIN_S)
            await asyncio.sleep(LOOK_AGAIN_S)
            body.heard_at = time.monotonic()

    def _put_away_a_silent_one(self, asking: Body) -> bool:
        """End the body that has been silent longest, if there is one; tell whether."""
        others = [body for body in self._unfinished if body is not asking and body.n_bytes]
        if not others:
            return False
        silent = min(others, key=lambda body: body.heard_at)
        if time.monotonic() - silent.heard_at < SILENT_S:
            return False
        silent.is_put_away = True
        self._unfinished.discard(silent)
        self.remove(silent)
        if silent.reading:
            silent.reading.cancel()
        return True
