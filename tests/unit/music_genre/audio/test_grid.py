"""Frames → the columns that the networks see."""

import numpy as np

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.grid import n_frames_to_columns
from music_genre.audio.mel import n_frames_of


def test_grid_of_a_gtzan_clip_is_the_published_one() -> None:
    """The 1293 frames of a 30 s clip give the 387 columns of the stored spectrograms."""
    published = np.floor((np.arange(387) + 0.5) / 387.5 * 1292 + 0.5)

    np.testing.assert_array_equal(published, n_frames_to_columns(1293))


def test_short_windows_have_few_columns_inside_them() -> None:
    """Columns of a short window stay inside it."""
    n_frames = n_frames_of(SAMPLE_RATE_HZ)

    columns = n_frames_to_columns(n_frames)

    assert 13 == len(columns)
    assert columns.max() < n_frames
