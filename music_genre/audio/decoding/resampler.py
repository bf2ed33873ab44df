"""Samples of any rate, which may change on the way → samples of one rate, piece by piece."""

from collections.abc import Callable
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

Keep = Callable[[NDArray[np.float32]], object]

DTYPE: Final = "float32"


class Resampler:
    """A stream of float32 `(n,)`, or `(n, channels)`, to one rate; `keep` gets pieces of its own.

    Source: the SoX resampler (through soxr).
    """

    def __init__(self, to_hz: int, channels: int, keep: Keep) -> None:
        self._to_hz, self._channels, self._keep = to_hz, channels, keep
        self._from_hz = 0
        self._nothing = np.empty(0, np.float32)
        self._stream: soxr.ResampleStream | None = None

    def add(self, samples: NDArray[np.float32], rate_hz: int) -> None:
        """Take a piece."""
        if rate_hz != self._from_hz:
            self.end()
            self._from_hz = rate_hz
            self._nothing = np.empty((0, *samples.shape[1:]), np.float32)
            if rate_hz != self._to_hz:
                self._stream = soxr.ResampleStream(
                    rate_hz, self._to_hz, self._channels, dtype=DTYPE
                )
        self._keep(self._stream.resample_chunk(samples) if self._stream else samples.copy())

    def end(self) -> None:
        """Give out what is left of the stream."""
        if self._stream:
            self._keep(self._stream.resample_chunk(self._nothing, last=True))
        self._stream = None
