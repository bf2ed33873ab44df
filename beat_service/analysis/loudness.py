"""Waveform → integrated loudness by ITU-R BS.1770-4, as pyloudnorm measures it.

The same numbers, to the last bit: pyloudnorm itself (Steinmetz and Reiss 2021), whose filters these
are, takes four times the waveform in float64, which is 600 MB for 15 minutes.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyloudnorm import IIRfilter
from scipy.signal import lfilter

from music_genre.audio.constants import SAMPLE_RATE_HZ

SILENT_LUFS: Final = -70.0  # the absolute gate of BS.1770; nothing under it is measured
GATED_S: Final = 0.4  # [s] in which the power is measured
STEP: Final = 0.25  # of that, from one to the next
RELATIVE_GATE_LU: Final = -10.0
OFFSET_LUFS: Final = -0.691
PIECE_SAMPLES: Final = 1 << 19  # that are filtered at once

Floats = NDArray[np.float64]


def waveform_to_loudness_lufs(waveform: NDArray[np.float32], channels_power: float) -> float:
    """Measure the integrated loudness of `(n_samples,)` at 22 050 Hz [LUFS], −70 and over.

    `channels_power` is the power of all channels of the file, in that of the waveform.
    """
    powers = waveform_to_gated_powers(waveform)
    with np.errstate(divide="ignore"):
        levels = OFFSET_LUFS + 10 * np.log10(powers)
    heard = levels >= SILENT_LUFS
    if not heard.any():
        return SILENT_LUFS
    relative = OFFSET_LUFS + 10 * np.log10(powers[heard].mean()) + RELATIVE_GATE_LU
    loud = powers[(levels > relative) & (levels > SILENT_LUFS)]
    if not len(loud):
        return SILENT_LUFS
    loudness = OFFSET_LUFS + 10 * float(np.log10(loud.mean()))
    return max(loudness + 10 * float(np.log10(channels_power)), SILENT_LUFS)


def waveform_to_gated_powers(waveform: NDArray[np.float32]) -> Floats:
    """Measure the mean K-weighted power of each 0.4 s, 0.1 s apart, float64 `(n,)`.

    `waveform` is float32 `(n_samples,)` at 22 050 Hz; n is 0 where it is shorter than 0.4 s.
    """
    duration_s = len(waveform) / SAMPLE_RATE_HZ
    n_powers = max(0, int(np.round((duration_s - GATED_S) / (GATED_S * STEP)) + 1))
    powers = np.zeros(n_powers)
    filters = _k_weighting()
    states = [np.zeros(2) for _ in filters]
    weighted, begins, done = np.empty(0), 0, 0
    for start in range(0, len(waveform), PIECE_SAMPLES):
        piece = waveform[start : start + PIECE_SAMPLES].astype(np.float64)
        for number, (b, a) in enumerate(filters):
            piece, states[number] = lfilter(b, a, piece, zi=states[number])
        weighted = np.concatenate((weighted, piece))
        is_last = start + PIECE_SAMPLES >= len(waveform)
        while done < n_powers and (is_last or _bounds(done)[1] <= begins + len(weighted)):
            first, after = _bounds(done)
            squares = np.square(weighted[first - begins : after - begins])
            powers[done] = (1.0 / (GATED_S * SAMPLE_RATE_HZ)) * np.sum(squares)
            done += 1
        passed = _bounds(done)[0] - begins
        weighted, begins = weighted[passed:], begins + passed
    return powers


def _bounds(number: int) -> tuple[int, int]:
    """Find the first sample of a stretch and the one past its last, rounded as pyloudnorm does."""
    first = int(GATED_S * (number * STEP) * SAMPLE_RATE_HZ)
    return first, int(GATED_S * (number * STEP + 1) * SAMPLE_RATE_HZ)


@cache
def _k_weighting() -> list[tuple[Floats, Floats]]:
    """Make the coefficients of both filters, the head's and the one that takes away the bass."""
    stages = (
        IIRfilter(4.0, 1 / np.sqrt(2), 1500.0, SAMPLE_RATE_HZ, "high_shelf"),
        IIRfilter(0.0, 0.5, 38.0, SAMPLE_RATE_HZ, "high_pass"),
    )
    return [(stage.b, stage.a) for stage in stages]
