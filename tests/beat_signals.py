"""Drums at known tempi and swing, and chords in known keys."""

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ

Floats = NDArray[np.float32]

MAJOR_STEPS = (0, 2, 4, 5, 7, 9, 11)
MINOR_STEPS = (0, 2, 3, 5, 7, 8, 10)
DEGREES = (0, 3, 4, 0)  # tonic, subdominant, dominant, tonic
C3_IN_MIDI = 48


def strokes(times_s: NDArray[np.float64], duration_s: float, kind: str) -> Floats:
    """Synthesise a kick, snare or hat at each time, float32 `(n,)`."""
    rng = np.random.default_rng(3)
    length = round(0.12 * SAMPLE_RATE_HZ)
    time_s = np.arange(length) / SAMPLE_RATE_HZ
    noise = rng.standard_normal(length)
    sound = {
        "kick": np.sin(2 * np.pi * 60 * time_s) * np.exp(-30 * time_s),
        "snare": (0.3 * noise + 0.5 * np.sin(2 * np.pi * 800 * time_s)) * np.exp(-40 * time_s),
        "hat": 0.3 * np.diff(noise, prepend=0) * np.exp(-90 * time_s),
    }[kind]
    samples = np.zeros(round(duration_s * SAMPLE_RATE_HZ) + length)
    for start_s in times_s[times_s < duration_s]:
        start = round(start_s * SAMPLE_RATE_HZ)
        samples[start : start + length] += sound
    return samples[: round(duration_s * SAMPLE_RATE_HZ)].astype(np.float32)


def drums(bpm: float, duration_s: float = 30.0, swing_ratio: float = 1.0) -> Floats:
    """Synthesise kicks on every beat, snares on two and four, swung hats in eighths."""
    beat_s = 60 / bpm
    beats = np.arange(0, duration_s, beat_s)
    second = beats + beat_s * swing_ratio / (1 + swing_ratio)
    mixed = strokes(beats, duration_s, "kick")
    mixed += strokes(beats[1::2], duration_s, "snare")
    mixed += strokes(np.concatenate([beats, second]), duration_s, "hat")
    return np.asarray(0.5 * mixed / np.abs(mixed).max(), np.float32)


def chords(tonic: int, minor: bool, duration_s: float = 20.0) -> Floats:
    """Synthesise I, IV, V and I of a key over its bass, two seconds each, float32 `(n,)`."""
    scale = MINOR_STEPS if minor else MAJOR_STEPS
    time_s = np.arange(round(2 * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    bars = []
    for degree in DEGREES:
        notes = [scale[(degree + third) % 7] + 12 * ((degree + third) // 7) for third in (0, 2, 4)]
        midi = [C3_IN_MIDI + tonic + note for note in (notes[0] - 12, *notes, notes[0] + 12)]
        tones = [
            np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * harmonic * time_s) / harmonic
            for note in midi
            for harmonic in (1, 2, 3, 4)
        ]
        bars.append(np.sum(tones, axis=0) * np.exp(-0.7 * time_s))
    piece = np.tile(np.concatenate(bars), 4)[: round(duration_s * SAMPLE_RATE_HZ)]
    return np.asarray(0.5 * piece / np.abs(piece).max(), np.float32)
