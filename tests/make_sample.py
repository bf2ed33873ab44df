"""Write `data/sample.wav`: eight bars of an Afro beat with a bass and chords, 18 s.

`python tests/make_sample.py`, with the project's root and `tests` on the path; a test holds the
committed file to what this makes. Synthesised here, so it is as free as the project.
"""

from pathlib import Path
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from beat_service.drums.pattern import BEATS_PER_BAR, Pattern, folder_to_styles
from beat_service.drums.synth import pattern_to_waveform
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ
from tools.signals import to_file

SAMPLE: Final = Path(__file__).parent.parent / "data" / "sample.wav"
PATTERN_ID: Final = "afro-lagos-night"
BARS: Final = 8
PEAK: Final = 0.9
# A minor, F major, C major, G major: semitones from A of the chord's notes, and of its bass.
CHORDS: Final = (((0, 3, 7), 0), ((-4, 0, 3), -4), ((3, 7, 10), 3), ((-2, 2, 5), -2))
CHORD_A_HZ: Final = 220.0
BASS_A_HZ: Final = 55.0
CHORD_STEPS: Final = (2, 6, 10, 13)  # sixteenths of a bar, between the kicks
BASS_STEPS: Final = (0, 3, 6, 8, 14)

Floats = NDArray[np.float64]


def sample() -> Floats:
    """Synthesise the piece, `(n_samples,)` at 22 050 Hz, ±1; the same samples every time."""
    pattern = _afro_pattern()
    drums = pattern_to_waveform(pattern, pattern.bpm, bars=BARS)
    mixed = soxr.resample(drums, BEAT_RATE_HZ, SAMPLE_RATE_HZ).astype(np.float64)
    step_s = 60 / pattern.bpm / 4
    for bar in range(BARS):
        notes, bass = CHORDS[bar % len(CHORDS)]
        start_s = bar * BEATS_PER_BAR * 4 * step_s
        for step in CHORD_STEPS:
            for note in notes:
                _add(mixed, start_s + step * step_s, _pluck(CHORD_A_HZ, note, 0.25, 0.09))
        for step in BASS_STEPS:
            _add(mixed, start_s + step * step_s, _pluck(BASS_A_HZ, bass, 0.3, 0.35))
    return np.asarray(PEAK * mixed / np.abs(mixed).max())


def _afro_pattern() -> Pattern:
    patterns = [pattern for style in folder_to_styles() for pattern in style.patterns]
    return next(pattern for pattern in patterns if pattern.id == PATTERN_ID)


def _pluck(a_hz: float, semitones: int, decay_s: float, gain: float) -> Floats:
    """Synthesise a plucked note with four harmonics."""
    time_s = np.arange(round(4 * decay_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    note_hz = a_hz * 2 ** (semitones / 12)
    tones = [np.sin(2 * np.pi * note_hz * h * time_s) / h**1.5 for h in range(1, 5)]
    envelope = np.exp(-time_s / decay_s) * np.minimum(time_s / 0.005, 1)
    return np.asarray(gain * envelope * np.sum(tones, axis=0))


def _add(mixed: Floats, start_s: float, note: Floats) -> None:
    """Mix a note in; what passes the end is cut off."""
    start = round(start_s * SAMPLE_RATE_HZ)
    fits = min(len(note), len(mixed) - start)
    mixed[start : start + fits] += note[:fits]


def main() -> None:
    """Write the file."""
    SAMPLE.write_bytes(to_file(sample(), SAMPLE_RATE_HZ, subtype="PCM_16"))


if __name__ == "__main__":
    main()
