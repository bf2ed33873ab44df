"""All channels of a file → one, which never cancels.

Channels count the same. Where they cancel each other, so that their sum has less than a quarter of
the power that they have together (−6 dB; unrelated channels lose nothing), the louder one stands
for them: a recording with one channel turned round is music. That is decided for a second at a
time, and the change is faded.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import SILENCE_RMS_DBFS

CANCELLED_DB: Final = -6.0  # power of the sum against that of the channels together
FADE_S: Final = 0.01
KEPT_SHARE: Final = 0.5  # of the loudest channel's power: one that has so much goes on

_CANCELLED: Final = 10 ** (CANCELLED_DB / 10)
_SILENT: Final = 10 ** (SILENCE_RMS_DBFS / 10)


class DownMix:
    """The mix of a stream, block after block; `cancelled` if a channel stood for all anywhere."""

    def __init__(self) -> None:
        self.cancelled = False
        self._channel: int | None = None  # that stands for all now; None for the mean
        self._begun = False
        self._power_of_channels = self._power_of_mix = 0.0

    @property
    def channels_power(self) -> float:
        """Power of all channels together, in that of the mix: 2 where both of two are alike."""
        ratio = self._power_of_channels / self._power_of_mix if self._power_of_mix > 0 else 1.0
        return ratio if math.isfinite(ratio) else 1.0

    def block_to_mono(self, block: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
        """Mix float32 `(n_channels, n)` into `(n,)`."""
        mixed: NDArray[np.float32]
        if self._channel is not None and self._channel >= len(block):
            self._channel = None  # the stream goes on with fewer
        if len(block) == 1:
            mixed = block[0]
            powers = [_power(mixed)]
        else:
            with np.errstate(over="ignore", invalid="ignore"):
                mean = block.mean(axis=0)
            powers = [_power(channel) for channel in block]
            channel = self._chosen(powers, _power(mean) * len(block) ** 2, block.shape[1])
            mixed = mean if channel is None else block[channel]
            if self._begun and channel != self._channel:
                before = mean if self._channel is None else block[self._channel]
                mixed = _faded(before, mixed, round(FADE_S * rate_hz))
            self._channel = channel
            self.cancelled |= channel is not None
        self._begun = True
        self._power_of_channels += sum(powers)
        self._power_of_mix += _power(mixed)
        return mixed

    def _chosen(self, powers: list[float], power_of_sum: float, n_samples: int) -> int | None:
        """Choose the channel that stands for a block; None where the mean does."""
        together = sum(powers)
        if not (power_of_sum < _CANCELLED * together and together > _SILENT * n_samples):
            return None
        loudest = int(np.argmax(powers))
        if self._channel is not None and powers[self._channel] >= KEPT_SHARE * powers[loudest]:
            return self._channel
        return loudest


def _power(samples: NDArray[np.float32]) -> float:
    """Add up the squares; samples of a broken file may be beyond all numbers."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(samples @ samples)


def _faded(
    before: NDArray[np.float32], after: NDArray[np.float32], n_samples: int
) -> NDArray[np.float32]:
    """Go from one signal to the other at the start of a block."""
    ramp = np.linspace(0, 1, min(n_samples, len(after)), dtype=np.float32)
    faded = after.copy()
    with np.errstate(invalid="ignore"):
        faded[: len(ramp)] = before[: len(ramp)] * (1 - ramp) + after[: len(ramp)] * ramp
    return faded
