"""A small collection without a database, to be counted and drawn."""

import numpy as np

from genre_cli.library.tables import Decision, Song

Facts = dict[str, str | float]

ROCK: Facts = {
    "nearest": "rock",
    "outcome": "confident",
    "bpm": 128.4,
    "camelot": "8A",
    "year": 1987,
}
JAZZ: Facts = {
    "nearest": "jazz",
    "outcome": "ambiguous",
    "bpm": 120.0,
    "camelot": "12B",
    "year": 1987,
}
OTHER: Facts = {"nearest": "jazz", "outcome": "none_of_these"}
SILENT: Facts = {"outcome": "silence", "duration_s": 60.0}


def counted_songs() -> list[Song]:
    """Make two rock songs, one of jazz, one that somebody called ska, one of none, and silence."""
    facts = (ROCK, ROCK, JAZZ, OTHER, OTHER, SILENT)
    generator = np.random.default_rng(1)
    songs = []
    for number, one in enumerate(facts):
        embedding = generator.normal(size=8).astype("<f4").tobytes() if one != SILENT else None
        known = {"duration_s": 1800.0, **one}
        songs.append(Song(path=f"{number}", place=b"%d" % number, embedding=embedding, **known))
    songs[3].decision = Decision(sound_sha256="a", genre="ska")
    return songs
