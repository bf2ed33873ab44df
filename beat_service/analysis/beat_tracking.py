"""How likely a beat is at every moment, and a tempo → where the beats are, and how likely they are.

A chain of beats is the likelier, the more probable a beat is where it has one, the nearer its
distances are to the tempo's, and the less two distances in a row differ: so it bridges what nobody
plays, and follows a tempo that drifts. The likeliest chain is found by dynamic programming over the
last beat and the distance before it.
Source: Krebs, Böck and Widmer, "An efficient state-space model for joint tempo and meter tracking",
ISMIR 2015; here a state is entered once a beat and not once a frame.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

CHANGE_WEIGHT: Final = 1500.0  # of the squared relative change from one distance to the next
TEMPO_WEIGHT: Final = 10.0  # of the squared logarithm of a distance in the tempo's
NEAR: Final = 1.1  # ratio to the tempo's, within which distances are tried
LEAST_CHANCE: Final = 1e-3  # [probability] nothing is less likely, nor likelier than 1 less it
LEAST_AT_ENDS: Final = 0.05  # [probability] from which beats begin and end
SHORTEST_FRAMES: Final = 2  # between beats

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Chain:
    """Beats, intp `(n_beats,)` [frames], rising, and their log likelihood over no beats."""

    frames: Places
    gain: float


def pulse_to_chain(beat: Floats, frames_per_beat: float) -> Chain:
    """Find the likeliest chain in the probability of a beat at every frame, `(n_frames,)`.

    There is no beat where there are not more frames than in one.
    """
    lags = np.arange(
        max(SHORTEST_FRAMES, int(frames_per_beat / NEAR)), int(np.ceil(frames_per_beat * NEAR)) + 1
    )
    if len(beat) <= lags[-1]:
        return Chain(np.zeros(0, np.intp), 0.0)
    chance = np.clip(beat, LEAST_CHANCE, 1 - LEAST_CHANCE)
    scores, before = _best_chains(np.log(chance / (1 - chance)), lags, frames_per_beat)
    ends = scores[-lags[-1] :].copy()  # no further from the end than the next beat would be
    for column, lag in enumerate(lags):
        ends[: lags[-1] - lag, column] = -np.inf
    at, column = divmod(int(ends.argmax()), len(lags))
    path = [len(beat) - int(lags[-1]) + at]
    while before[path[-1], column] >= 0:
        earlier = path[-1] - int(lags[column])
        column = int(before[path[-1], column])
        path.append(earlier)
    return Chain(np.array(path[::-1], np.intp), float(ends.max()))


def _best_chains(
    gains: Floats, lags: Places, frames_per_beat: float
) -> tuple[Floats, NDArray[np.int16]]:
    """Score the best chain that ends at each frame after each distance: `(n_frames, n_lags)`.

    Beside it which distance, by its number, came before; −1 for a chain's first beat.
    """
    changes = (lags[:, None] - lags) / np.sqrt(lags[:, None] * lags)  # this one, the one before
    change_cost = CHANGE_WEIGHT * changes**2
    tempo_cost = TEMPO_WEIGHT * np.log(lags / frames_per_beat) ** 2
    scores = np.empty((len(gains), len(lags)))
    before = np.empty(scores.shape, np.int16)
    for start in range(0, len(gains), int(lags[0])):  # within a block no frame is before another
        frames = np.arange(start, min(start + lags[0], len(gains)))
        earlier = frames[:, None] - lags
        reached = scores[np.maximum(earlier, 0)] - change_cost
        best = reached.argmax(axis=2)
        known = earlier >= 0
        reached_best = np.take_along_axis(reached, best[..., None], axis=2)[..., 0]
        scores[frames] = np.where(known, reached_best, 0.0) - tempo_cost + gains[frames, None]
        before[frames] = np.where(known, best, -1)
    return scores, before


def chain_to_beats(beat: Floats, chain: Chain) -> Floats:
    """Place beats between frames, at the peaks of the probability, without those in silence.

    Places [frames], float64 `(n_beats,)`, rising: from the first to the last that is at all likely.
    """
    padded = np.pad(beat, 2)
    around = padded[chain.frames[:, None] + np.arange(1, 4)]  # the frame before to the one behind
    likely = np.flatnonzero(around.max(axis=1) >= LEAST_AT_ENDS)
    if not len(likely):
        return np.zeros(0)
    inside = slice(likely[0], likely[-1] + 1)
    # Whole frames of even distances stand beside the peaks, which are between frames.
    peaks = chain.frames[inside] + around[inside].argmax(axis=1) - 1
    left, middle, right = (padded[peaks + by] for by in (1, 2, 3))
    bend = left - 2 * middle + right
    peaked = (bend < 0) & (middle >= left) & (middle >= right)
    offset = np.where(peaked, 0.5 * (left - right) / np.where(peaked, bend, 1.0), 0.0)
    return np.asarray(np.maximum(peaks + offset, 0.0), np.float64)
