"""On what scale the networks see a spectrogram: the 8-bit levels of a mel image.

Training spectrograms are stored as such levels, so serving scales every window alike.
"""

import numpy as np
from numpy.typing import NDArray

MAX_LEVEL = 255


def log_mel_to_levels(log_mel: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Scale dB to 0–255 by the window's own minimum and maximum; same shape, uint8.

    A constant input gives zeros.
    """
    low, high = float(log_mel.min()), float(log_mel.max())
    if high <= low:
        return np.zeros(log_mel.shape, np.uint8)
    return np.asarray(np.rint((log_mel - low) * (MAX_LEVEL / (high - low))), np.uint8)
