"""Waveform → windows that a model sees at once.

A track longer than one window is cut into equal, adjoining windows of at most 30 s, so nothing is
left out and no window is shorter than half a window. Own choice; what is over 30 s by less than
`WINDOW_TOLERANCE_S` (every GTZAN clip is) is cut off instead of halving the clip.
"""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import (
    SAMPLE_RATE_HZ,
    SILENCE_RMS_DBFS,
    WINDOW_S,
    WINDOW_TOLERANCE_S,
)


@dataclass(frozen=True)
class Window:
    """A stretch of the track: samples float32 `(n,)` at 22 050 Hz, full scale ±1."""

    start_s: float
    end_s: float
    samples: NDArray[np.float32]

    @property
    def duration_s(self) -> float:
        """Subtract its start from its end."""
        return self.end_s - self.start_s

    @property
    def is_silent(self) -> bool:
        """Tell whether the level without DC is under `SILENCE_RMS_DBFS`."""
        centred = self.samples - self.samples.mean(dtype=np.float64).astype(np.float32)
        rms = math.sqrt(float(centred @ centred) / len(centred))
        return rms < 10 ** (SILENCE_RMS_DBFS / 20)


def waveform_to_windows(waveform: NDArray[np.float32]) -> list[Window]:
    """Cut a waveform, float32 `(n_samples,)` at 22 050 Hz, into equal windows of at most 30 s."""
    duration_s = len(waveform) / SAMPLE_RATE_HZ
    n_windows = max(1, math.ceil((duration_s - WINDOW_TOLERANCE_S) / WINDOW_S))
    length_s = min(WINDOW_S, duration_s / n_windows)
    edges = [round(i * length_s * SAMPLE_RATE_HZ) for i in range(n_windows + 1)]
    return [
        Window(start / SAMPLE_RATE_HZ, end / SAMPLE_RATE_HZ, waveform[start:end])
        for start, end in itertools.pairwise(edges)
    ]
