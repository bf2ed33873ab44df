"""Songs of a library without models: real files of every format, and what was heard in them."""

import hashlib
from pathlib import Path
from typing import Any, Final

from genre_cli.library.hearing import Heard
from genre_cli.library.songs import Library
from genre_cli.library.sound import file_to_stream_sha256
from genre_cli.library.tables import Song
from genre_cli.tags.writing import path_to_found
from tools.encoders import samples_to_encoded
from tools.signals import song, to_file

RATE_HZ: Final = 48_000  # which Opus takes
SUFFIXES: Final = {
    "MP3": ".mp3",
    "FLAC": ".flac",
    "OGG": ".opus",
    "OGG_FLAC": ".oga",
    "VORBIS": ".ogg",
    "MP4": ".m4a",
    "MP4_ALAC": ".m4a",
    "AIFF": ".aiff",
    "WAV": ".wav",
}
ANALYSIS: Final = {
    "tempo": {"free": False, "bpm": 128.4, "confidence": 0.95},
    "key": {"clear": True, "tonic": "C#", "mode": "minor", "camelot": "12A", "open_key": "5m"},
    "energy": {"energy": 0.71},
    "audio": {"duration_s": 2.0},
}


def write_music(path: Path, kind: str) -> Path:
    """Write two seconds of music in a format of `SUFFIXES`, without tags."""
    samples = 0.5 * song(2, RATE_HZ)
    if kind == "VORBIS":
        path.write_bytes(to_file(samples, RATE_HZ, "OGG", "VORBIS"))
    else:
        path.write_bytes(samples_to_encoded(samples, RATE_HZ, kind))
    return path


def verdict(genre: str, outcome: str = "confident") -> dict[str, Any]:
    """Make a verdict on a song."""
    probabilities = {genre: 0.9, "polka": 0.1}
    return {"nearest": genre, "outcome": outcome, "probabilities": probabilities}


def heard_song(
    library: Library, path: Path, genre: str = "rock", outcome: str = "confident"
) -> Song:
    """Put a file into a library, as if it had been heard."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    prediction = {"ensemble": verdict(genre, outcome)}
    sound_sha256 = file_to_stream_sha256(path)
    analysis = dict(ANALYSIS)
    heard = Heard(sha256, sound_sha256=sound_sha256, prediction=prediction, analysis=analysis)
    return library.keep(path_to_found(path), heard, "m")
