"""What Ctrl-C and a shutdown do to long work: it ends what is begun, and nothing is lost."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, Protocol

STOPPING: Final = (signal.SIGINT, signal.SIGTERM)


class Stoppable(Protocol):
    """Work that ends gently."""

    @property
    def is_stopping(self) -> bool:
        """Tell whether `stop` was called."""
        ...

    def stop(self) -> None:
        """Begin nothing new."""
        ...


@contextmanager
def stopped_gently(work: Stoppable, tell: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C end the work with what it has begun; a second one ends it at once.

    `tell` is called at the first one, from a signal's handler.
    """
    stop = stop_gently(work, tell)
    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_gently(
    work: Stoppable, tell: Callable[[], None]
) -> Callable[[int, FrameType | None], None]:
    """Make what Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if work.is_stopping:
            raise KeyboardInterrupt
        work.stop()
        tell()

    return stop
