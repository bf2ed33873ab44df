"""A waveform that goes far past full scale → the same at full scale.

Floating-point files may hold any numbers, and programs forget to scale them. A converter would clip
what is past full scale, which turns a song into noise; the song that was meant is the same one
quieter, so it is scaled down, by what it reaches again and again. What does so once or twice is a
broken sample: scaling by it would make silence of the song, so that one is clipped.
Lossy formats overshoot full scale by up to 3 dB, and stay as they are.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ

MOST: Final = 2**0.5  # of full scale
PIECE_SAMPLES: Final = SAMPLE_RATE_HZ // 10  # in which the peak is looked for
BROKEN_PIECES: Final = 2  # that may go further, and say nothing about the song


def waveform_to_full_scale(waveform: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a finite waveform `(n_samples,)` to ±1 if it goes past ±`MOST`; else return it as is.

    It has at least as many samples as a second.
    """
    whole = len(waveform) // PIECE_SAMPLES * PIECE_SAMPLES
    pieces = waveform[:whole].reshape(-1, PIECE_SAMPLES)
    peaks = np.maximum(pieces.max(axis=1), -pieces.min(axis=1))
    rest = np.abs(waveform[whole:]).max(initial=0)
    if max(peaks.max(), rest) <= MOST:
        return waveform
    reached = float(np.sort(peaks)[-1 - BROKEN_PIECES])
    scale = 1 / reached if reached > MOST else 1.0
    return np.asarray(np.clip(waveform * np.float32(scale), -MOST, MOST), np.float32)
