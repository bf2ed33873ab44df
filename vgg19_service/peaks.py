"""Waveform → its outline: the lowest and the highest sample of each stretch.

For drawing a whole track without its samples. Levels are integers −127 … 127 of full scale, which
is finer than a pixel; what is over full scale is drawn at it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.stages import stage

MOST_PEAKS: Final = 2000  # half a screen of 4K; own choice
FULL_SCALE: Final = 127


@dataclass(frozen=True)
class Peaks:
    """Lowest and highest sample of equal, adjoining stretches, int8 `(n_peaks,)` each."""

    low: NDArray[np.int8]
    high: NDArray[np.int8]


@stage("draw")
def waveform_to_peaks(waveform: NDArray[np.float32], most_peaks: int = MOST_PEAKS) -> Peaks:
    """Outline a waveform, float32 `(n_samples,)`, full scale ±1, by at most `most_peaks`."""
    n_peaks = min(most_peaks, len(waveform))
    starts = np.linspace(0, len(waveform), n_peaks, endpoint=False).astype(np.intp)
    return Peaks(
        low=_samples_to_levels(np.minimum.reduceat(waveform, starts)),
        high=_samples_to_levels(np.maximum.reduceat(waveform, starts)),
    )


def _samples_to_levels(samples: NDArray[np.float32]) -> NDArray[np.int8]:
    return np.asarray(np.rint(np.clip(samples, -1, 1) * FULL_SCALE), np.int8)
