"""Log-mel spectrogram → the image that VGG19 sees."""

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.levels import log_mel_to_levels
from music_genre.stages import stage


@stage("features")
def log_mel_to_image(log_mel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a window to a grey image, float32 `(n_mels, n_columns, 1)`, 0–255, band 0 first.

    `log_mel` is float32 `(n_mels, n_columns)` in dB. The network spreads the level over its three
    colours and subtracts ImageNet's means itself.
    """
    return log_mel_to_levels(log_mel).astype(np.float32)[:, :, None]
