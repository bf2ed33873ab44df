"""Readings of services → what each did in each minute of the last hour, in bounded memory."""

import threading
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from typing import Final

from frontend.watching.reading import Key, Reading

MINUTES: Final = 60
MOST_PROCESSES: Final = 32  # whose last counts are kept, for each service
MINUTE_S: Final = 60.0


@dataclass
class Minute:
    """What a service did in a minute; `ready` is None where it was not asked."""

    number: int
    counts: Counter[Key] = field(default_factory=Counter)
    waiting: float = 0.0
    ready: bool | None = None


class ServiceHistory:
    """The last hour of one service, oldest minute first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minutes: deque[Minute] = deque(maxlen=MINUTES)
        self._last: OrderedDict[float, Counter[Key]] = OrderedDict()

    def add(self, now_s: float, reading: Reading | None, *, ready: bool) -> None:
        """Note what was read of a service at a time; None where it did not answer.

        A process that was never read before counts from now on: what it did before may be old.
        """
        with self._lock:
            minute = self._minute(now_s)
            minute.ready = ready
            if reading is None:
                return
            minute.waiting = max(minute.waiting, reading.waiting)
            before = self._last.pop(reading.process, reading.counts)
            self._last[reading.process] = reading.counts
            if len(self._last) > MOST_PROCESSES:
                self._last.popitem(last=False)
            minute.counts += reading.counts - before

    def _minute(self, now_s: float) -> Minute:
        number = int(now_s // MINUTE_S)
        if not self._minutes or self._minutes[-1].number < number:
            self._minutes.append(Minute(number))
        return self._minutes[-1]

    def hour(self, now_s: float) -> list[Minute]:
        """Return the last sixty minutes, oldest first; those that nobody saw are empty."""
        last = int(now_s // MINUTE_S)
        with self._lock:
            seen = {
                one.number: Minute(one.number, Counter(one.counts), one.waiting, one.ready)
                for one in self._minutes
            }
        return [seen.get(n, Minute(n)) for n in range(last - MINUTES + 1, last + 1)]
