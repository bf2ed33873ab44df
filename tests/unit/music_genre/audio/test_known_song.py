"""The piece of music that models are asked about is the same wherever it is made."""

import numpy as np

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.known_song import DURATION_S, known_window


def test_it_is_one_window_of_music() -> None:
    """Ten seconds in one window, float32, loud and within full scale."""
    window = known_window()

    assert round(DURATION_S * SAMPLE_RATE_HZ) == len(window.samples)
    assert np.float32 == window.samples.dtype
    assert not window.is_silent
    assert 0.9 == np.float32(np.abs(window.samples).max()).round(6)


def test_it_is_made_alike_every_time() -> None:
    """Made anew, it has the same samples to the bit."""
    first = known_window().samples.copy()
    known_window.cache_clear()

    np.testing.assert_array_equal(first, known_window().samples)
