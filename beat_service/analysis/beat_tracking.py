"""Onset strength and a tempo → where the beats are, by dynamic programming.

The best path through onsets about one beat apart: each frame scores its own onset, the best path
that can lead to it, and a penalty for the distance's deviation from the beat.
Source: Ellis, "Beat tracking by dynamic programming", Journal of New Music Research 36(1), 2007;
the numbers are librosa's. `librosa.beat` gives the same beats, but compiles itself for two seconds
at every import, which nothing keeps; places that cannot see each other are computed together here.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks

TIGHTNESS: Final = 100.0  # weight of the penalty against the onsets
BELL_PARTS: Final = 32.0  # parts of a beat, one of which is the spread of the bell over each onset
LEAST_START: Final = 0.01  # ratio to the strongest onset, from which a path may begin
LEAST_END: Final = 0.5  # ratio to the median score of peaks, from which a path may end
LEAST_AT_ENDS: Final = 0.5  # ratio to the usual beat's strength, from which beats begin and end

Floats = NDArray[np.float64]


def onsets_to_beat_frames(curve: NDArray[np.floating], frames_per_beat: float) -> NDArray[np.intp]:
    """Track the beats of an onset curve `(n_frames,)`: their frames, intp `(n_beats,)`, rising.

    There are none where the curve is flat or shorter than a beat.
    """
    spread = curve.std(ddof=1) if len(curve) > 1 else 0.0
    period = round(frames_per_beat)
    if not spread or period < 2 or len(curve) <= period:  # noqa: PLR2004  # half a beat is a frame
        return np.zeros(0, np.intp)
    places = np.arange(-period, period + 1)
    bell = np.exp(-0.5 * (places * BELL_PARTS / period) ** 2)
    local = np.convolve(np.asarray(curve / spread, np.float64), bell, "same")
    scores, before = _best_paths(local, period)
    beats = _last_beat_to_path(scores, before)
    smooth = np.convolve(local[beats], np.hanning(5))[2:]
    loud = np.flatnonzero(local > LEAST_AT_ENDS * np.sqrt(np.mean(smooth**2)))
    return beats[(beats >= loud[0]) & (beats <= loud[-1])] if len(loud) else beats[:0]


def _best_paths(local: Floats, period: int) -> tuple[Floats, NDArray[np.intp]]:
    """Score the best path that ends at each frame; its beat before is −1 at a first beat.

    All are `(n_frames,)`.
    """
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


def _last_beat_to_path(scores: Floats, before: NDArray[np.intp]) -> NDArray[np.intp]:
    """Follow the path back from the last beat that scores enough: frames `(n_beats,)`, rising."""
    peaks, _ = find_peaks(np.concatenate([scores, [-np.inf]]))
    strong = peaks[scores[peaks] >= LEAST_END * np.median(scores[peaks])] if len(peaks) else peaks
    path = [int(strong[-1]) if len(strong) else len(scores) - 1]
    while before[path[-1]] >= 0:
        path.append(int(before[path[-1]]))
    return np.array(path[::-1], np.intp)
