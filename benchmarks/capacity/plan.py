"""Which routes are asked with which songs, by how many clients, and for how long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deploy.services import BEAT, FRONTEND, SVM, VGG19

PAGE: Final = (FRONTEND.package, "/api/predict")
ROUTES: Final = (
    PAGE,
    (SVM.package, "/v1/predict"),
    (VGG19.package, "/v1/predict"),
    (BEAT.package, "/recommend"),
)
CLIENTS: Final = (1, 10, 100, 1000)
# A long song takes seconds of a core, so its clients ask for longer, or nobody is answered often.
LONG_TAKES: Final = 2.5


@dataclass(frozen=True)
class SongKind:
    """A kind of song that clients send; `is_long` where it is as long as music is."""

    title: str
    duration_s: float
    file: str  # as soundfile names it
    media_type: str
    is_long: bool


SHORT: Final = SongKind("WAV, 10 s", 10.0, "WAV", "audio/wav", is_long=False)
LONG: Final = SongKind("MP3, 4 min", 240.0, "MP3", "audio/mpeg", is_long=True)


@dataclass(frozen=True)
class Ask:
    """One measurement: so many clients ask a route about a song for a while."""

    package: str
    path: str
    song: SongKind
    n_clients: int
    lasts_s: float


def plan(seconds: float, clients: Sequence[int] = CLIENTS) -> Iterator[Ask]:
    """List all measurements: short songs everywhere, long ones where people send them.

    What a long song takes of each service alone, one client tells.
    """
    for package, path in ROUTES:
        for n in clients:
            yield Ask(package, path, SHORT, n, seconds)
    for package, path in ROUTES:
        for n in clients if (package, path) == PAGE else clients[:1]:
            yield Ask(package, path, LONG, n, seconds * LONG_TAKES)
