"""Scores of windows → calibrated probabilities → one answer for the track.

Calibration: softmax of the scores divided by a temperature fitted on held-out clips
(Guo et al., "On Calibration of Modern Neural Networks", ICML 2017).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.evidence import Outcome

PROBABILITY_FLOOR: Final = 1e-6  # a window alone never rules a genre out


def scores_to_probabilities(scores: NDArray[np.float32], temperature: float) -> NDArray[np.float64]:
    """Compute the softmax of `scores / temperature` over the last axis; float64, rows sum to 1."""
    scaled = scores.astype(np.float64) / temperature
    scaled -= scaled.max(axis=-1, keepdims=True)
    powers = np.exp(scaled)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float64)


def windows_to_track_probabilities(
    window_probabilities: NDArray[np.float64], weights: Sequence[float]
) -> NDArray[np.float64]:
    """Join the rows `(n_windows, n_genres)` by their weights; float64 `(n_genres,)`, sum 1.

    By their geometric mean (logarithmic opinion pool, Genest and Zidek, "Combining probability
    distributions", 1986): windows of one song are evidence that adds up, and a mean of
    probabilities would make a clear song of many windows no surer than its doubtful ones.
    """
    logs = np.log(np.maximum(window_probabilities, PROBABILITY_FLOOR))
    pooled = np.exp(np.average(logs, axis=0, weights=weights))
    return np.asarray(pooled / pooled.sum(), np.float64)


def probabilities_to_outcome(probabilities: NDArray[np.float64], confident_from: float) -> Outcome:
    """Say `confident` when the largest probability reaches the threshold, else `ambiguous`."""
    return "confident" if float(probabilities.max()) >= confident_from else "ambiguous"
