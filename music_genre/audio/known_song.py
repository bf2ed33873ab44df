"""A piece of music that every machine makes alike: what models are asked whose answer is known.

Chords of a few harmonics, a bass, kick, snare and hats; ten seconds, so that making it costs a few
milliseconds at a start. Own choice.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.windows import Window, waveform_to_windows

DURATION_S: Final = 10.0
BPM: Final = 112.0
BEATS_PER_CHORD: Final = 4
CHORDS_HZ: Final = (
    (220.0, 261.6, 329.6),
    (174.6, 220.0, 261.6),
    (261.6, 329.6, 392.0),
    (196.0, 246.9, 293.7),
)
HARMONICS: Final = 6
SEED: Final = 7

Floats = NDArray[np.float64]


@cache
def known_window() -> Window:
    """Make the window: float32 samples at 22 050 Hz, full scale ±1, the same every time."""
    beats = np.arange(round(DURATION_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ * BPM / 60
    mixed = _chords(beats) + _drums(beats)
    (window,) = waveform_to_windows((0.9 * mixed / np.abs(mixed).max()).astype(np.float32))
    return window


def _chords(beats: Floats) -> Floats:
    """Three notes with their harmonics and a plucked bass, `(n,)`."""
    sound = np.zeros_like(beats)
    for number, notes_hz in enumerate(CHORDS_HZ):
        inside = (beats // BEATS_PER_CHORD).astype(int) % len(CHORDS_HZ) == number
        turns = 2 * np.pi * beats[inside] * 60 / BPM
        for note_hz in notes_hz:
            for harmonic in range(1, HARMONICS + 1):
                sound[inside] += 0.1 / harmonic * np.sin(note_hz * harmonic * turns)
        plucked = np.exp(-4 * (beats[inside] * 2 % 1))
        sound[inside] += 0.25 * plucked * np.sin(notes_hz[0] / 2 * turns)
    return sound


def _drums(beats: Floats) -> Floats:
    """Put a kick on every beat, a snare on every second, hats on every half, `(n,)`."""
    noise = np.random.default_rng(SEED).standard_normal(len(beats))
    since_s = beats % 1 * 60 / BPM
    kick = np.exp(-12 * since_s) * np.sin(2 * np.pi * (50 * since_s - 4 * np.exp(-30 * since_s)))
    snare = noise * np.exp(-18 * ((beats - 1) % 2) * 60 / BPM) * (beats >= 1)
    hats = noise * np.exp(-60 * (beats % 0.5) * 60 / BPM)
    return np.asarray(0.5 * kick + 0.2 * snare + 0.08 * hats)
