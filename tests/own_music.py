"""A small folder of made music in three genres with names that nobody expected."""

from pathlib import Path
from typing import Final

import numpy as np

from tools.signals import Floats, song, to_file

CLIP_S: Final = 3
CLIPS_PER_GENRE: Final = 8
OWN_GENRES: Final = ("forró", "kizomba", "techno house")


def own_clip(genre: str, number: int) -> Floats:
    """Synthesise a clip of a genre, `(n,)` at 22 050 Hz; another for every number."""
    random = np.random.default_rng([OWN_GENRES.index(genre), number])
    noise = random.standard_normal(22_050 * CLIP_S)
    seconds = np.arange(len(noise)) / 22_050
    if genre == "forró":
        return song(CLIP_S, bpm=100 + number) + 0.003 * noise
    if genre == "kizomba":
        root_hz = 90 + 5 * number
        tones = sum(np.sin(2 * np.pi * root_hz * h * seconds) / h**2 for h in (1, 2, 3))
        return np.asarray(0.2 * tones * (1.2 + np.sin(2 * np.pi * 1.5 * seconds)) + 0.001 * noise)
    since_beat_s = seconds % (60 / (126 + number))
    return np.asarray(0.15 * noise * np.exp(-25 * since_beat_s) + 0.01 * noise)


def write_own_music(folder: Path, clips_per_genre: int = CLIPS_PER_GENRE) -> Path:
    """Write `folder/<genre>/<genre> <number>.wav`; the same bytes every time."""
    for genre in OWN_GENRES:
        (folder / genre).mkdir(parents=True)
        for number in range(clips_per_genre):
            path = folder / genre / f"{genre} {number:02}.wav"
            path.write_bytes(to_file(own_clip(genre, number)))
    return folder
