"""Decibels → levels of the mel image."""

import numpy as np
from numpy.testing import assert_array_equal

from music_genre.audio.levels import log_mel_to_levels
from training.data.dataset import levels_to_log_mel


def test_levels_span_the_window() -> None:
    """The lowest cell is 0, the loudest 255, the middle half way, rounded."""
    levels = log_mel_to_levels(np.array([[-60.0, -30.0, 0.0]], np.float32))

    assert_array_equal([[0, 128, 255]], levels)
    assert np.uint8 == levels.dtype


def test_constant_is_zero() -> None:
    """A window without any difference has no levels to show."""
    assert_array_equal(np.zeros((2, 2)), log_mel_to_levels(np.full((2, 2), -3, np.float32)))


def test_stored_levels_come_back() -> None:
    """Levels → decibels → levels is the identity for every stored value."""
    levels = np.arange(256, dtype=np.uint8).reshape(2, 128)

    assert_array_equal(levels, log_mel_to_levels(levels_to_log_mel(levels)))
