"""Songs of a library → how many are what: genres, tempi, keys, years, doubt, and how long."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from genre_cli.library.tables import Song


TEMPO_STEP_BPM: Final = 10
NO_GENRE: Final = ""  # of songs whose genre nobody says


@dataclass(frozen=True)
class Counts:
    """Numbers of songs. `tempi` by the lower edge of a step [BPM], `years` by year and genre."""

    n_songs: int
    duration_s: float
    genres: dict[str, int]  # the commonest first, `NO_GENRE` last
    tempi: dict[int, int]
    keys: dict[str, int]  # by Camelot code, those that are clear
    years: dict[int, dict[str, int]]
    outcomes: dict[str, int]
    n_decided: int


def songs_to_counts(songs: "Sequence[Song]") -> Counts:
    """Count songs."""
    genres = Counter(song.genre or NO_GENRE for song in songs)
    tempi = Counter(bpm_to_step(song.bpm) for song in songs if song.bpm is not None)
    keys = Counter(song.camelot for song in songs if song.camelot is not None)
    outcomes = Counter(song.outcome for song in songs if song.outcome is not None)
    years: dict[int, Counter[str]] = {}
    for song in songs:
        if song.year is not None:
            years.setdefault(song.year, Counter())[song.genre or NO_GENRE] += 1
    return Counts(
        n_songs=len(songs),
        duration_s=sum(song.duration_s or 0.0 for song in songs),
        genres=dict(sorted(genres.items(), key=lambda one: (one[0] == NO_GENRE, -one[1], one[0]))),
        tempi=dict(sorted(tempi.items())),
        keys=dict(sorted(keys.items(), key=lambda one: (int(one[0][:-1]), one[0]))),
        years={year: dict(by_genre) for year, by_genre in sorted(years.items())},
        outcomes=dict(outcomes.most_common()),
        n_decided=sum(song.is_decided for song in songs),
    )


def bpm_to_step(bpm: float) -> int:
    """Find the lower edge of a tempo's step [BPM]."""
    return int(bpm // TEMPO_STEP_BPM) * TEMPO_STEP_BPM


def counts_to_body(counts: Counts) -> dict[str, Any]:
    """Write counts as JSON; what has no genre is under an empty name."""
    return {
        "songs": counts.n_songs,
        "duration_s": round(counts.duration_s, 1),
        "genres": counts.genres,
        "tempi": counts.tempi,
        "keys": counts.keys,
        "years": {year: sum(by_genre.values()) for year, by_genre in counts.years.items()},
        "outcomes": counts.outcomes,
        "decided": counts.n_decided,
    }
