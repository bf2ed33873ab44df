"""Channels of a file → the same around zero, where they are plainly not.

A cheap sound card or a broken program adds a constant to the samples, which nobody hears and
loudspeakers do not play; a spectrogram shows it above everything else. Ordinary songs have a little
of it, and the models were trained on those, so they stay as they are to the last bit: in no second
of GTZAN's clips are both limits passed.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

OFFSET_DB: Final = -15.0  # power of a second's mean against that of the rest of it
LEAST_OFFSET: Final = 0.003  # of full scale; a quiet clip of GTZAN is 0.002 off
DECIDED_S: Final = 0.25  # a shorter block is off by its bass alone
STEP_S: Final = 0.005  # in which the mean is followed
TIME_S: Final = 0.05  # of the follower, so it takes away what is under 3 Hz

_OFFSET: Final = 10 ** (OFFSET_DB / 10)


class OffsetRemover:
    """The offset of each channel of a stream, block after block; once found it is followed.

    So one that drifts, or begins on the way, is taken away too, without a step where that begins.
    """

    def __init__(self) -> None:
        self._offsets: NDArray[np.float64] | None = None  # of each channel, at the end so far
        self._followed: NDArray[np.bool_] = np.zeros(0, bool)

    def centre(self, block: NDArray[np.float32], rate_hz: int) -> None:
        """Take the offset out of float32 `(n_channels, n)`, full scale ±1, in place.

        Samples of a broken file that are no numbers stay none.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            means = block.mean(axis=1, dtype=np.float64)
            is_off = _are_off(block, means) & (block.shape[1] >= DECIDED_S * rate_hz)
            if self._offsets is None or len(self._offsets) != len(block):
                self._offsets = np.where(is_off, means, 0.0)
                self._followed = np.zeros(len(block), bool)
            self._followed |= is_off
            for channel in np.flatnonzero(self._followed):
                samples = block[channel]
                curve = _follow(samples, self._offsets[channel], round(STEP_S * rate_hz))
                places = np.linspace(0, len(curve) - 1, len(samples) + 1)[1:]
                samples -= np.interp(places, np.arange(len(curve)), curve).astype(np.float32)
                self._offsets[channel] = curve[-1]


def _are_off(block: NDArray[np.float32], means: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell for each channel whether its mean passes both limits."""
    far = np.abs(means) > LEAST_OFFSET
    for channel in np.flatnonzero(far):
        samples = block[channel]
        rest = float(samples @ samples) / len(samples) - means[channel] ** 2
        far[channel] = means[channel] ** 2 > _OFFSET * rest
    return far


def _follow(samples: NDArray[np.float32], offset: float, step: int) -> NDArray[np.float64]:
    """Follow the mean of a channel from where it was: float64 `(n_steps + 1,)`, evenly spread."""
    edges = np.linspace(0, len(samples), max(1, round(len(samples) / step)) + 1).astype(np.intp)
    means = np.add.reduceat(samples, edges[:-1], dtype=np.float64) / np.diff(edges)
    share = 1 - np.exp(-STEP_S / TIME_S)
    curve = [offset]
    for mean in means:
        curve.append(curve[-1] + share * (float(mean) - curve[-1]))
    return np.array(curve)
