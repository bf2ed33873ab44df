"""Drums → drums among instruments that play with them, from the first beat of a bar on."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.drums.pattern import BEATS_PER_BAR
from training.data.groove import Performance
from training.playing.accompaniment import beats_to_accompaniment
from training.playing.note_bank import Notes
from training.playing.performances import EXCERPT_S, STRETCH, cut

LOUDER_DB: Final = (-12.0, 9.0)  # [dB] the instruments over the drums

Floats = NDArray[np.float32]


def whole_bars(performance: Performance, random: np.random.Generator) -> Performance:
    """Cut out an excerpt that starts with a bar, at a slightly other tempo."""
    bpm = performance.bpm * random.uniform(1 - STRETCH, 1 + STRETCH)
    spare = performance.n_beats - int(EXCERPT_S * bpm / 60)
    bars = int(random.integers(max(0, spare) // BEATS_PER_BAR + 1))
    where = bars * BEATS_PER_BAR / spare if spare > 0 else 0.0
    return cut(replace(performance, bpm=bpm), EXCERPT_S, where)


def with_accompaniment(
    drums: Floats, performance: Performance, notes: Notes, random: np.random.Generator
) -> Floats:
    """Mix drums and instruments, float32 `(n_samples,)`, peak 1."""
    music = beats_to_accompaniment(
        performance.style, performance.bpm, performance.n_beats, notes, random
    )
    length = min(len(drums), len(music))
    mixed = drums[:length] + music_to_gain(music, drums, LOUDER_DB, random) * music[:length]
    return np.asarray(mixed / max(float(np.abs(mixed).max()), 1e-4), np.float32)


def music_to_gain(
    music: Floats, drums: Floats, louder_db: tuple[float, float], random: np.random.Generator
) -> np.float32:
    """Draw the gain that makes music so many dB louder than drums; both are `(n_samples,)`."""
    louder = 10 ** (random.uniform(*louder_db) / 20)
    return np.float32(louder * _level(drums) / max(_level(music), 1e-4))


def _level(waveform: Floats) -> float:
    return float(np.sqrt((waveform**2).mean()))
