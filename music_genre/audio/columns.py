"""Which frames the networks see, and on what scale: the grid and the levels of a mel image.

Training spectrograms are stored on this grid (one column every 77.4 ms, 8-bit levels), so serving
puts every window on the same one.
"""

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import COLUMNS_PER_WINDOW, FRAMES_PER_COLUMN

MAX_LEVEL = 255


def n_frames_to_columns(n_frames: int) -> NDArray[np.intp]:
    """Frame number of each column: ⌊(i + ½)·3.334 + ½⌋, at most 387 of them, all inside the window.

    For the 1293 frames of a GTZAN clip this is the published grid exactly.
    """
    wanted = np.floor((np.arange(COLUMNS_PER_WINDOW) + 0.5) * FRAMES_PER_COLUMN + 0.5)
    return np.asarray(wanted[wanted < n_frames], np.intp)


def log_mel_to_levels(log_mel: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Scale dB to 0–255 by the window's own minimum and maximum; same shape, uint8.

    A constant input gives zeros.
    """
    low, high = float(log_mel.min()), float(log_mel.max())
    if high <= low:
        return np.zeros(log_mel.shape, np.uint8)
    return np.asarray(np.rint((log_mel - low) * (MAX_LEVEL / (high - low))), np.uint8)
