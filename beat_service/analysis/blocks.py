"""Waveform → stretches of it, whose frames are those of the whole.

A spectrogram of 15 minutes has some 300 MB and more; of half a minute at a time it has ten.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S, WINDOW_TOLERANCE_S
from music_genre.job import go_on

BLOCK_S: Final = WINDOW_S + WINDOW_TOLERANCE_S  # [s] a clip of 30 s is one block


def waveform_to_blocks(
    waveform: NDArray[np.float32], n_fft: int, hop: int
) -> Iterator[NDArray[np.float32]]:
    """Cut float32 `(n_samples,)` at 22 050 Hz into stretches of about `BLOCK_S`, one by one.

    All frames of `n_fft` samples, which is even, `hop` samples apart, that lie inside of them, are
    the centred frames of the waveform: it has zeros before and behind, half a frame of them.
    """
    n_frames = 1 + len(waveform) // hop
    n_per_block = 1 + round(BLOCK_S * SAMPLE_RATE_HZ) // hop
    for first in range(0, n_frames, n_per_block):
        last = min(first + n_per_block, n_frames) - 1
        start, end = first * hop - n_fft // 2, last * hop + n_fft // 2
        go_on()
        missing = max(0, -start), max(0, end - len(waveform))
        yield np.pad(waveform[max(0, start) : end], missing)
