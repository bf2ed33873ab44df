"""A library with doubtful songs, real files of it, for the review."""

from pathlib import Path
from typing import Final

from models.tagged_songs import ANALYSIS, write_music

from genre_cli.library.doubt import songs_to_doubtful
from genre_cli.library.hearing import Heard
from genre_cli.library.songs import Library, url_to_library
from genre_cli.library.sound import file_to_stream_sha256
from genre_cli.review.queue import Queue
from genre_cli.tags.patch import sha256
from genre_cli.tags.writing import path_to_found
from music_genre.webapi.prediction_body import Outcome

# In the order of their doubt; each file has a format, and so a sound, of its own.
DOUBTFUL: Final[dict[str, tuple[str, Outcome, dict[str, float]]]] = {
    "between.mp3": ("MP3", "ambiguous", {"rock": 0.45, "hiphop": 0.35, "jazz": 0.2}),
    "none.flac": ("FLAC", "none_of_these", {"rock": 0.5, "hiphop": 0.3, "jazz": 0.2}),
}
SURE: Final = "sure.wav"


def doubtful_library(folder: Path) -> Library:
    """Fill a library, in `library.db`, with two doubtful songs and a sure one, all in `music`."""
    library = url_to_library(f"sqlite:///{folder / 'library.db'}")
    music = folder / "music"
    music.mkdir()
    for name, (kind, outcome, probabilities) in DOUBTFUL.items():
        keep(library, write_music(music / name, kind), outcome, probabilities)
    keep(library, write_music(music / SURE, "WAV"), "confident", {"rock": 0.9, "jazz": 0.1})
    return library


def keep(library: Library, path: Path, outcome: Outcome, probabilities: dict[str, float]) -> None:
    """Put a file into a library, as if it had been heard."""
    nearest = max(probabilities, key=probabilities.__getitem__)
    verdict = {
        "genre": nearest if outcome != "none_of_these" else None,
        "nearest": nearest,
        "outcome": outcome,
        "kind": None,
        "tags": {"electronic": 0.8},
        "probabilities": probabilities,
    }
    heard = Heard(
        sha256(path.read_bytes()),
        sound_sha256=file_to_stream_sha256(path),
        prediction={"ensemble": verdict},
        analysis=dict(ANALYSIS),
    )
    library.keep(path_to_found(path), heard, "m")


def doubtful_queue(library: Library) -> Queue:
    """Queue the doubtful songs of a library."""
    return Queue(library, songs_to_doubtful(library.songs()))


def genres(library: Library) -> dict[str, str | None]:
    """List the genres that were decided, by the files' names."""
    return {Path(song.path).name: song.genre for song in library.songs() if song.is_decided}
