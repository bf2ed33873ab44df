"""Onset strength and a tempo → where the beats are, by dynamic programming.

The best chain of strokes about one beat apart: each place scores its own onset, the best chain
that can come before it, and a penalty for the distance's deviation from the beat.
Source: Ellis, "Beat tracking by dynamic programming", Journal of New Music Research 36(1), 2007;
the numbers are librosa's. `librosa.beat` gives the same beats, but compiles itself for two seconds
at every import, which nothing keeps; places that cannot see each other are computed together here.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks

TIGHTNESS: Final = 100.0  # of the penalty
SMOOTHED: Final = 32.0  # parts of a beat that the onsets are smeared over
LEAST_START: Final = 0.01  # of the strongest onset: weaker places do not begin a chain
LEAST_END: Final = 0.5  # of the middle peak: the last beat's chain scores more
LEAST_AT_ENDS: Final = 0.5  # of the beats' usual strength: no beats before and after it is reached

Floats = NDArray[np.float64]


def onsets_to_beat_frames(curve: NDArray[np.floating], frames_per_beat: float) -> NDArray[np.intp]:
    """Frames of the beats, rising, of an onset curve `(n_frames,)`; none where it is flat."""
    spread = curve.std(ddof=1) if len(curve) > 1 else 0.0
    period = round(frames_per_beat)
    if not spread or period < 2 or len(curve) <= period:  # noqa: PLR2004  # half a beat is a frame
        return np.zeros(0, np.intp)
    places = np.arange(-period, period + 1)
    bell = np.exp(-0.5 * (places * SMOOTHED / period) ** 2)
    local = np.convolve(np.asarray(curve / spread, np.float64), bell, "same")
    scores, before = _chains(local, period)
    beats = _last_beat_to_chain(scores, before)
    smooth = np.convolve(local[beats], np.hanning(5))[2:]
    loud = np.flatnonzero(local > LEAST_AT_ENDS * np.sqrt(np.mean(smooth**2)))
    return beats[(beats >= loud[0]) & (beats <= loud[-1])] if len(loud) else beats[:0]


def _chains(local: Floats, period: int) -> tuple[Floats, NDArray[np.intp]]:
    """Score of the best chain that ends at each frame, and its beat before, −1 at a first beat."""
    lags = np.arange(round(period / 2), 2 * period + 1)
    penalty = TIGHTNESS * np.log(lags / period) ** 2
    scores, before = local.copy(), np.full(len(local), -1, np.intp)
    started = False
    for start in range(0, len(local), int(lags[0])):  # within a block no frame comes before another
        frames = np.arange(start, min(start + lags[0], len(local)))
        earlier = frames[:, None] - lags
        reached = np.where(earlier >= 0, scores[np.maximum(earlier, 0)] - penalty, -np.inf)
        best = reached.argmax(axis=1)
        rows = np.arange(len(frames))
        scores[frames] += np.where(earlier[:, 0] >= 0, reached[rows, best], 0.0)
        loud = local[frames] >= LEAST_START * local.max()
        begun = started | np.logical_or.accumulate(loud)
        before[frames] = np.where(begun, np.maximum(earlier[rows, best], -1), -1)
        started = bool(begun[-1])
    return scores, before


def _last_beat_to_chain(scores: Floats, before: NDArray[np.intp]) -> NDArray[np.intp]:
    peaks, _ = find_peaks(np.concatenate([scores, [-np.inf]]))
    strong = peaks[scores[peaks] >= LEAST_END * np.median(scores[peaks])] if len(peaks) else peaks
    chain = [int(strong[-1]) if len(strong) else len(scores) - 1]
    while before[chain[-1]] >= 0:
        chain.append(int(before[chain[-1]]))
    return np.array(chain[::-1], np.intp)
