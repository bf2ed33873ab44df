"""A song of the library → facts for JSON and tables, and a row for a pipe."""

from typing import TYPE_CHECKING, Any, Final

from genre_cli.telling.names import cells_to_row, is_text, name_to_uri

if TYPE_CHECKING:
    from genre_cli.library.tables import Song

DECIDED: Final = "decided"  # in the place of an outcome
FACTS: Final = (
    *(
        "genre",
        "nearest",
        "outcome",
        "probability",
        "bpm",
        "tempo_confidence",
        "tonic",
        "mode",
        "camelot",
    ),
    *("open_key", "energy", "duration_s", "year", "is_decided"),
)


def song_to_facts(song: "Song") -> dict[str, Any]:
    """List what is known of a song, without the long bodies."""
    return {name: getattr(song, name) for name in FACTS}


def song_to_path(song: "Song") -> str:
    """Write the path as text, exactly: as a `file:` URI where not all of its bytes are text."""
    return song.file if is_text(song.file) else name_to_uri(song.file)


def song_to_row(song: "Song") -> str:
    """Write path, genre, outcome, BPM, Camelot code and energy, as a row."""
    numbers = ["" if n is None else f"{n:g}" for n in (song.bpm, song.energy)]
    outcome = DECIDED if song.is_decided else song.outcome or ""
    told = (song.file, song.genre or "", outcome, numbers[0], song.camelot or "")
    return cells_to_row(*told, numbers[1])


def song_to_musical_key(song: "Song") -> str | None:
    """Write a clear key as musicians do: `C#m`; None where there is none."""
    return None if song.tonic is None else song.tonic + ("m" if song.mode == "minor" else "")


def song_to_heard_row(song: "Song") -> str:
    """Write path, nearest genre, outcome and the genre's probability, as a row."""
    share = "" if song.probability is None else f"{song.probability:.4f}"
    return cells_to_row(song.file, song.nearest or "", song.outcome or "", share)
