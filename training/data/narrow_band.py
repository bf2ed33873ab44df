"""A waveform as a telephone, an old radio or a small loudspeaker gives it, to learn from.

Each gets a band of its own, always the same for the same waveform.
"""

import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from music_genre.audio.constants import SAMPLE_RATE_HZ

LOWEST_HZ: Final = (20.0, 350.0)  # the band begins between these
HIGHEST_HZ: Final = (2_800.0, 9_000.0)  # and ends between these
ORDERS: Final = (3, 8)  # of the filter, the last one excluded

Floats = NDArray[np.float32]


def waveform_to_narrow(waveform: Floats) -> Floats:
    """Leave a random band of a waveform at 22 050 Hz, float32 `(n,)`, as long as before."""
    random = np.random.default_rng(zlib.crc32(waveform.tobytes()))
    band_hz = [random.uniform(*LOWEST_HZ), random.uniform(*HIGHEST_HZ)]
    order = int(random.integers(*ORDERS))
    filters = butter(order, band_hz, "bandpass", fs=SAMPLE_RATE_HZ, output="sos")
    return np.asarray(sosfiltfilt(filters, waveform), np.float32)
