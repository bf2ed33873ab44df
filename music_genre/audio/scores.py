"""Scores of windows → calibrated probabilities → one answer for the track.

Calibration: softmax of the scores divided by a temperature fitted on held-out clips
(Guo et al., "On Calibration of Modern Neural Networks", ICML 2017).
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Outcome = Literal["confident", "ambiguous", "silence"]


def scores_to_probabilities(scores: NDArray[np.float32], temperature: float) -> NDArray[np.float64]:
    """Compute the softmax of `scores / temperature` over the last axis; float64, rows sum to 1."""
    scaled = scores.astype(np.float64) / temperature
    scaled -= scaled.max(axis=-1, keepdims=True)
    powers = np.exp(scaled)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float64)


def windows_to_track_probabilities(
    window_probabilities: NDArray[np.float64], durations_s: Sequence[float]
) -> NDArray[np.float64]:
    """Average the rows `(n_windows, n_genres)`, weighted by duration; float64 `(n_genres,)`."""
    return np.average(window_probabilities, axis=0, weights=durations_s)


def probabilities_to_outcome(probabilities: NDArray[np.float64], confident_from: float) -> Outcome:
    """Say `confident` when the largest probability reaches the threshold, else `ambiguous`."""
    return "confident" if float(probabilities.max()) >= confident_from else "ambiguous"
