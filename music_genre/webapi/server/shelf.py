"""Bodies of requests while they come in: together within a limit of memory, and so many of them.

Where it is full, whoever has been silent longest makes room: a client that holds half a body costs
a connection, and memory only as long as nobody needs it. So does one that sends a byte now and
then. Each body that comes in also has buffers of its connection, hence the limit of their number.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from music_genre.free_memory import collect_and_give_back
from music_genre.webapi.intake.limits import too_large
from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.asgi import Receive

SILENT_S: Final = 0.5  # whoever has sent nothing for so long may be asked to come again
SLOW_BYTES_PER_S: Final = 4 * 1024  # so may whoever sends less; a telephone sends ten times that
MOST_BODIES: Final = 256  # that come in at the same time
ROOM_WITHIN_S: Final = 1.5
LOOK_AGAIN_S: Final = 0.05
COME_AGAIN_S: Final = 5
# After so much at once, what was freed is given back, when nothing has come in for a moment and
# connections that linger have ended (`DRAIN_S`).
MUCH_BYTES: Final = 64 * 2**20
CALM_S: Final = 3.0


class GoneError(Exception):
    """The client went away, or was told what is wrong already."""


@dataclass(eq=False)
class Body:
    """A body on the shelf: what came of it, and the task that reads on."""

    content: bytearray = field(default_factory=bytearray)
    n_bytes: int = 0
    began_at: float = field(default_factory=time.monotonic)
    heard_at: float = field(default_factory=time.monotonic)
    reading: asyncio.Task[bytes] | None = None
    is_put_away: bool = False

    def is_slow(self) -> bool:
        """Tell whether its client is silent, or as good as."""
        now = time.monotonic()
        lasts_s = now - self.began_at
        is_trickling = lasts_s >= SILENT_S and self.n_bytes < SLOW_BYTES_PER_S * lasts_s
        return is_trickling or now - self.heard_at >= SILENT_S


class Shelf:
    """Room for bodies of `most_bytes` together, `most_bodies` coming in. For one event loop."""

    def __init__(self, most_bytes: int, most_bodies: int = MOST_BODIES) -> None:
        self.most_bytes, self.most_bodies, self.n_bytes = most_bytes, most_bodies, 0
        self._most_lately = 0  # [bytes]
        self._unfinished: set[Body] = set()

    async def read(self, body: Body, receive: Receive, limit_bytes: int, shown_limit: int) -> bytes:
        """Read a whole body, which may have `limit_bytes`; `shown_limit` is told where it has more.

        Raises `ApiError` (`too_large`, `overloaded`), `GoneError`. `remove` the body afterwards,
        whatever happened.
        """
        if len(self._unfinished) >= self.most_bodies and not self._put_away_a_slow_one(body):
            raise ApiError("overloaded", retry_after_s=COME_AGAIN_S)
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
        if not self.n_bytes and self._most_lately >= MUCH_BYTES:
            asyncio.get_running_loop().call_later(CALM_S, self._give_back)

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
            self._most_lately = max(self._most_lately, self.n_bytes)
        whole = bytes(body.content)
        body.content.clear()
        return whole

    def _give_back(self) -> None:
        """Give free memory back, in a thread; if somebody has come meanwhile, it can wait."""
        if not self.n_bytes and self._most_lately:
            self._most_lately = 0
            asyncio.get_running_loop().run_in_executor(None, collect_and_give_back)

    async def _make_room(self, body: Body, n_bytes: int) -> None:
        """Wait until there is room for more. Raises `ApiError` (`overloaded`)."""
        deadline = time.monotonic() + ROOM_WITHIN_S
        while self.n_bytes + n_bytes > self.most_bytes:
            if self._put_away_a_slow_one(body, 1):
                continue
            if time.monotonic() >= deadline:
                raise ApiError("overloaded", retry_after_s=COME_AGAIN_S)
            await asyncio.sleep(LOOK_AGAIN_S)
            body.heard_at = time.monotonic()

    def _put_away_a_slow_one(self, asking: Body, least_bytes: int = 0) -> bool:
        """End the slow body of some bytes that has been silent longest, if any; tell whether."""
        slow = [
            body
            for body in self._unfinished
            if body is not asking and body.n_bytes >= least_bytes and body.is_slow()
        ]
        if not slow:
            return False
        silent = min(slow, key=lambda body: body.heard_at)
        silent.is_put_away = True
        self._unfinished.discard(silent)
        self.remove(silent)
        if silent.reading:
            silent.reading.cancel()
        return True
