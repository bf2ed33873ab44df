"""A loop as it was mixed → as loud as every other: −14 LUFS (ITU-R BS.1770), true peak ≤ −1 dBFS.

Drums that are hit once a bar have peaks far above their loudness, so the loop is turned up into a
limiter that looks ahead. Gain, limiter and oversampling go round the loop, as its tails do: it
repeats without a seam afterwards too.
"""

from typing import Final

import numpy as np
import pyloudnorm
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from music_genre.audio.constants import BEAT_PEAK_DBFS, BEAT_RATE_HZ

LOOP_LUFS: Final = -14.0  # what streaming services play music at
NEAR_LU: Final = 0.1  # [LU] from it that is near enough
MOST_ROUNDS: Final = 8
STEP: Final = 1.5  # of what is missing: the limiter takes a part of every step back
MOST_GAIN_DB: Final = 24.0  # a single click in minutes of silence is not turned up beyond this
MARGIN_DB: Final = 0.2  # [dB] below the allowed peak: the oversampling is not exact
OVERSAMPLING: Final = 4  # as BS.1770 asks for at 44.1 kHz
AROUND: Final = 64  # [samples] of the other end that the oversampling sees
REACH_S: Final = 0.012  # [s] before and after a peak over which the limiter moves
SHORTEST_S: Final = 1.6  # [s] a shorter loop is measured as it sounds: again and again


def loop_to_loudness_lufs(loop: NDArray[np.float32]) -> float:
    """Measure the integrated loudness of a loop, `(n,)` at `BEAT_RATE_HZ`; −inf for silence."""
    if not loop.any():
        return -np.inf
    times = int(np.ceil(SHORTEST_S * BEAT_RATE_HZ / len(loop)))
    meter = pyloudnorm.Meter(BEAT_RATE_HZ)
    with np.errstate(divide="ignore"):
        return float(meter.integrated_loudness(np.tile(loop, times).astype(np.float64)))


def loop_to_true_peaks(loop: NDArray[np.float32]) -> NDArray[np.float32]:
    """Find the highest level of the signal around each sample of a loop, float32 `(n,)`, ≥ 0.

    That of the curve between the samples too, which a converter will play.
    """
    around = np.pad(loop, AROUND, mode="wrap")
    finer = np.abs(resample_poly(around, OVERSAMPLING, 1).astype(np.float32))
    finer = finer[AROUND * OVERSAMPLING : -AROUND * OVERSAMPLING]
    peaks = finer.reshape(-1, OVERSAMPLING).max(axis=1)
    return np.asarray(np.maximum(peaks, np.roll(peaks, 1)), np.float32)


def loop_to_equal_loudness(loop: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring a loop, float32 `(n,)` at `BEAT_RATE_HZ`, to −14 LUFS; silence stays silence."""
    loudness = loop_to_loudness_lufs(loop)
    if not np.isfinite(loudness):
        return loop
    peaks = loop_to_true_peaks(loop)
    gain_db, limited = 0.0, loop
    for _ in range(MOST_ROUNDS):
        gain_db = min(gain_db + STEP * (LOOP_LUFS - loudness), MOST_GAIN_DB)
        limited = _limited(loop, peaks, np.float32(10 ** (gain_db / 20)))
        loudness = loop_to_loudness_lufs(limited)
        if abs(LOOP_LUFS - loudness) <= NEAR_LU:
            break
    return limited


def _limited(
    loop: NDArray[np.float32], peaks: NDArray[np.float32], gain: np.float32
) -> NDArray[np.float32]:
    """Turn a loop up and its peaks back under the ceiling, float32 `(n,)`."""
    ceiling = np.float32(10 ** ((BEAT_PEAK_DBFS - MARGIN_DB) / 20))
    allowed = ceiling / np.maximum(peaks * gain, ceiling)
    half = round(REACH_S * BEAT_RATE_HZ / 2)
    # The lowest of a window of four halves, averaged twice over two: never above what is allowed.
    held = minimum_filter1d(allowed, 4 * half + 1, mode="wrap")
    for _ in range(2):
        held = uniform_filter1d(held, 2 * half + 1, mode="wrap")
    return np.asarray(loop * gain * held, np.float32)
