"""Log-mel → the image that VGG19 sees."""

import numpy as np

from music_genre.audio.levels import log_mel_to_levels
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.signals import song
from vgg19_service.features import log_mel_to_image


def test_image_is_grey_levels() -> None:
    """The image has one channel, 128 rows, a column every 77.4 ms, and uses the whole range."""
    log_mel = window_to_log_mel(waveform_to_windows(song(30).astype(np.float32))[0])

    image = log_mel_to_image(log_mel)

    assert (128, 387, 1) == image.shape
    assert (0, 255) == (image.min(), image.max())
    np.testing.assert_array_equal(log_mel_to_levels(log_mel), image[..., 0])


def test_band_0_comes_first() -> None:
    """Rows are bands from the lowest, as float32; a constant log-mel is black."""
    log_mel = np.repeat(np.arange(-127, 1, dtype=np.float32)[:, None], 3, axis=1)

    image = log_mel_to_image(log_mel)

    assert np.float32 == image.dtype
    assert (0, 255) == (image[0, 0, 0], image[-1, 0, 0])
    assert not log_mel_to_image(np.full((128, 3), -7, np.float32)).any()
