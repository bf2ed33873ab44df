"""What is counted as right for whole songs."""

from pathlib import Path

import numpy as np
import pytest

from beat_service.styles.rhythm_vector import waveform_to_rhythm_vector
from beat_service.styles.style_model import StyleModel
from training.styles.real_songs import folder_to_songs, songs_to_measures

NOISE = waveform_to_rhythm_vector(
    np.random.default_rng(0).normal(0, 0.1, 22_050 * 20).astype(np.float32)
)


def test_without_songs_there_are_none(tmp_path: Path) -> None:
    """A missing folder gives no songs, so that training needs none."""
    assert [] == folder_to_songs(tmp_path / "nowhere")


def test_songs_are_counted() -> None:
    """Classical music is counted apart, and chance is the mean share of allowed styles."""
    songs = [("metal", NOISE), ("reggae", NOISE), ("classical", NOISE)]
    measures = songs_to_measures(StyleModel(), songs)

    assert 2 == measures["right"]["n_clips"]
    assert pytest.approx((3 + 4) / 2 / 28) == measures["chance"]
    assert 0.5 == measures["always_rock"]
    assert 1 == measures["without_drums"]["n_clips"]
    assert {"classical", "metal", "reggae"} == set(measures["answers"])
