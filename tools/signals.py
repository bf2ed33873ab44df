"""Signals made for tests and measurements: music, tones, noise, and files around them."""

import io

import numpy as np
import soundfile
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ

Floats = NDArray[np.float64]

BEATS_PER_BAR = 4
CHORDS_HZ = (
    (220.0, 261.6, 329.6),
    (174.6, 220.0, 261.6),
    (261.6, 329.6, 392.0),
    (196.0, 246.9, 293.7),
)


def song(duration_s: float, rate_hz: int = SAMPLE_RATE_HZ, bpm: float = 112.0) -> Floats:
    """Make four chords, a bass and drums, full scale ±1, `(n,)`; the same samples every time."""
    time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    beat = time_s * bpm / 60
    bar = (beat // BEATS_PER_BAR).astype(int) % len(CHORDS_HZ)
    mixed = np.zeros_like(time_s)
    for number, notes_hz in enumerate(CHORDS_HZ):
        for note_hz in notes_hz:
            mixed += 0.10 * (bar == number) * _organ(note_hz, time_s)
        pulse = np.exp(-4 * (beat * 2 % 1))
        mixed += 0.25 * (bar == number) * pulse * np.sin(np.pi * notes_hz[0] * time_s)
    mixed += 0.5 * _kick(beat, bpm) + 0.2 * _noise_hits(beat, bpm, offset=1, every=2, decay=18)
    mixed += 0.08 * _noise_hits(beat, bpm, offset=0, every=0.5, decay=60)
    return np.asarray(0.9 * mixed / np.abs(mixed).max())


def _organ(note_hz: float, time_s: Floats) -> Floats:
    harmonics = [np.sin(2 * np.pi * note_hz * h * time_s) / h for h in range(1, 7)]
    return np.asarray(np.sum(harmonics, axis=0))


def _kick(beat: Floats, bpm: float) -> Floats:
    since_s = beat % 1 * 60 / bpm
    phase = 50 * since_s - 4 * np.exp(-30 * since_s)
    return np.asarray(np.exp(-12 * since_s) * np.sin(2 * np.pi * phase))


def _noise_hits(beat: Floats, bpm: float, offset: float, every: float, decay: float) -> Floats:
    noise = np.random.default_rng(7).standard_normal(len(beat))
    since_s = (beat - offset) % every * 60 / bpm
    hits: Floats = noise * np.exp(-decay * since_s) * (beat >= offset)
    return hits


def sine(frequency_hz: float, duration_s: float, rate_hz: int = SAMPLE_RATE_HZ) -> Floats:
    """Make a tone of half scale."""
    time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    return 0.5 * np.sin(2 * np.pi * frequency_hz * time_s)


def to_file(
    samples: Floats, rate_hz: int = SAMPLE_RATE_HZ, kind: str = "WAV", subtype: str | None = None
) -> bytes:
    """Code samples `(n,)` or `(n, channels)` as the bytes of an audio file."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate_hz, format=kind, subtype=subtype)
    return file.getvalue()


def channels(samples: Floats, n_channels: int) -> Floats:
    """Repeat a signal on several channels, `(n, n_channels)`."""
    return np.repeat(samples[:, None], n_channels, axis=1)
