"""So many requests at once, and so many waiting as can be answered in time; the rest is refused.

How long a request will take is learnt from those before it. Whoever would have to wait longer than
`LONGEST_WAIT_S` hears at once when to come again.
"""

import asyncio
import math
import time
from typing import Final

from music_genre.webapi.problems import ApiError

# What is accepted is to be answered within 10 s; the rest is for sending, and for being wrong.
LONGEST_WAIT_S: Final = 8.0
FIRST_GUESS_S: Final = 0.5  # of an answer, before there was one
LEARNING_RATE: Final = 0.1
ALARM_RATE: Final = 0.3  # to learn that answers take longer is more urgent than the opposite
LEAST_PATIENCE_S: Final = 1.0


class Lane:
    """Room for `n_at_once` requests of a kind, and a queue in front of it. For one event loop.

    Metrics know it by its name.
    """

    def __init__(
        self, n_at_once: int, longest_wait_s: float = LONGEST_WAIT_S, name: str = ""
    ) -> None:
        self.n_at_once, self.longest_wait_s, self.name = n_at_once, longest_wait_s, name
        self.mean_s = FIRST_GUESS_S
        self.n_inside = self.n_waiting = 0
        self._room = asyncio.Semaphore(n_at_once)

    def expected_s(self) -> float:
        """Estimate how long a request that came now would take, waiting included."""
        before = max(0, self.n_waiting + self.n_inside - self.n_at_once + 1)
        return self.mean_s * (1 + before / self.n_at_once)

    def is_overloaded(self) -> bool:
        """Tell whether a request that came now would have to wait too long."""
        is_full = self.n_inside + self.n_waiting >= self.n_at_once
        return is_full and self.expected_s() > self.longest_wait_s

    def check(self) -> None:
        """Refuse what would have to wait too long. Raises `ApiError` (`overloaded`)."""
        if self.is_overloaded():
            raise self.refusal()

    def refusal(self) -> ApiError:
        """Make the refusal, with the time after which the queue should be short again."""
        wait_s = max(1, math.ceil(min(self.expected_s(), self.longest_wait_s)))
        return ApiError("overloaded", retry_after_s=wait_s)

    async def enter(self) -> "Place":
        """Wait for a place. Raises `ApiError` (`overloaded`) at once, or where it took too long."""
        self.check()
        began = time.monotonic()
        self.n_waiting += 1
        try:
            async with asyncio.timeout(self._patience_s()):
                await self._room.acquire()
        except TimeoutError as error:
            raise self.refusal() from error
        finally:
            self.n_waiting -= 1
        # Answers may have become slower since: what would come too late is not begun.
        if time.monotonic() - began > self._patience_s():
            self._room.release()
            raise self.refusal()
        self.n_inside += 1
        return Place(self)

    def _patience_s(self) -> float:
        """Work out how long one may wait, with an answer to be made after it."""
        return max(LEAST_PATIENCE_S, self.longest_wait_s - self.mean_s)

    def leave(self, took_s: float | None) -> None:
        """Make room for the next, and learn from how long it took; None where nothing was done."""
        self.n_inside -= 1
        if took_s is not None:
            rate = ALARM_RATE if took_s > self.mean_s else LEARNING_RATE
            self.mean_s += rate * (took_s - self.mean_s)
        self._room.release()


class Place:
    """A request's place inside a lane; left once, however often that is said."""

    def __init__(self, lane: Lane) -> None:
        self._lane: Lane | None = lane
        self._entered_at = time.monotonic()

    def leave(self) -> None:
        """Give the place to the next."""
        self._leave(time.monotonic() - self._entered_at)

    def leave_unused(self) -> None:
        """Give the place to the next, where no work was begun in it."""
        self._leave(None)

    def _leave(self, took_s: float | None) -> None:
        lane, self._lane = self._lane, None
        if lane:
            lane.leave(took_s)
