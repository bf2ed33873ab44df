"""What Ctrl-C does to long work: it ends what is begun, and nothing is lost."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol


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
def stopped_gently(work: Stoppable) -> Iterator[None]:
    """Let Ctrl-C end the work with what it has begun; a second one ends it at once."""
    before = signal.signal(signal.SIGINT, stop_gently(work))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def stop_gently(work: Stoppable) -> Callable[[int, FrameType | None], None]:
    """Make what Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if work.is_stopping:
            raise KeyboardInterrupt
        work.stop()

    return stop
