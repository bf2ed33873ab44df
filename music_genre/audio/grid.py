"""Which frames the networks see: the time grid of a mel image.

Training spectrograms are stored on this grid, one column every 77.4 ms, so serving puts every
window on the same one.
"""

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import COLUMNS_PER_WINDOW, FRAMES_PER_COLUMN


def n_frames_to_columns(n_frames: int) -> NDArray[np.intp]:
    """Choose each column's frame, ⌊(i + ½)·3.334 + ½⌋; intp `(n,)`, n ≤ 387, all < `n_frames`.

    For the 1293 frames of a GTZAN clip this is the published grid exactly.
    """
    wanted = np.floor((np.arange(COLUMNS_PER_WINDOW) + 0.5) * FRAMES_PER_COLUMN + 0.5)
    return np.asarray(wanted[wanted < n_frames], np.intp)
