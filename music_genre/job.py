"""Work that somebody waits for: it stops soon after nobody does any more.

Whoever lets work be done makes a `Job` and lets it be done `within` that; whoever does long work
calls `go_on` between its steps. A thread that is started for a job has to be given its context
(`contextvars.copy_context`). Work outside of any job goes on to its end.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import ClassVar


class ClientGoneError(Exception):
    """Nobody waits for the answer any more."""

    code: ClassVar[str] = "client_gone"
    facts: ClassVar[dict[str, float | str]] = {}


class Job:
    """One request's work, in however many threads; it may be dropped once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_dropped = False
        self._enders: list[Callable[[], None]] = []

    @property
    def is_dropped(self) -> bool:
        """Tell whether nobody waits any more."""
        return self._is_dropped

    def drop(self) -> None:
        """Let the work end, and what waits for others at once."""
        with self._lock:
            self._is_dropped = True
            enders, self._enders = self._enders, []
        for end in enders:
            end()

    @contextlib.contextmanager
    def within(self) -> Iterator[None]:
        """Let what is done here, and in contexts copied from it, be this job's."""
        before = _current.set(self)
        try:
            yield
        finally:
            _current.reset(before)

    @contextlib.contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """Call `end`, which is quick and may come late, where the job is dropped meanwhile."""
        with self._lock:
            if not self._is_dropped:
                self._enders.append(end)
        try:
            self.go_on()
            yield
        finally:
            with self._lock, contextlib.suppress(ValueError):
                self._enders.remove(end)

    def go_on(self) -> None:
        """Return where somebody waits. Raises `ClientGoneError`."""
        if self._is_dropped:
            raise ClientGoneError


_current: ContextVar[Job | None] = ContextVar("current_job", default=None)


def current_job() -> Job:
    """Return the job that is done here; outside of any, one that nobody drops."""
    return _current.get() or Job()


def go_on() -> None:
    """Return where somebody waits for what is done here. Raises `ClientGoneError`."""
    if job := _current.get():
        job.go_on()
