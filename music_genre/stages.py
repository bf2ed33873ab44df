"""How long each stage of the work for one request takes, for whoever counts or traces it.

Whoever answers a request says `begin`; whoever works for it does each step within a `stage`. Work
outside of any request, and of a command, is watched by nobody. A thread that is started for a
request has to be given its context (`contextvars.copy_context`).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from time import perf_counter
from typing import Final, Literal, get_args

# Those of every model; of VGG19; of the beat service; of the front end.
Stage = (
    Literal["decode", "windows", "features", "model"]
    | Literal["explain", "draw"]
    | Literal["traits", "rank", "ask_genre"]
    | Literal["ask_svm", "ask_vgg19", "ask_beat", "join", "page"]
)
STAGES: Final[tuple[Stage, ...]] = tuple(
    name for part in get_args(Stage) for name in get_args(part)
)

OpenSpan = Callable[[str], AbstractContextManager[object]]


class Stages:
    """How long each stage of one request took so far, in however many threads [s]."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds: dict[Stage, float] = {}

    def add(self, name: Stage, seconds: float) -> None:
        """Note that a stage went on for so long; one that comes again is added up."""
        with self._lock:
            self._seconds[name] = self._seconds.get(name, 0.0) + seconds

    @property
    def seconds(self) -> dict[Stage, float]:
        """What was noted so far."""
        with self._lock:
            return dict(self._seconds)


class _Spans:
    """What makes a trace of stages, where something does."""

    def __init__(self) -> None:
        self.open: OpenSpan = lambda _name: nullcontext()


_spans: Final = _Spans()
_current: ContextVar[Stages | None] = ContextVar("stages", default=None)


def use_spans(open_span: OpenSpan) -> None:
    """Do every stage of this process within a span from now on."""
    _spans.open = open_span


def begin() -> Stages:
    """Let what follows in this context be a request of its own; return its stages."""
    stages = Stages()
    _current.set(stages)
    return stages


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """Do a step of a request's work; a step that fails took its time too."""
    stages = _current.get()
    if stages is None:
        yield
        return
    began = perf_counter()
    try:
        with _spans.open(name):
            yield
    finally:
        stages.add(name, perf_counter() - began)
