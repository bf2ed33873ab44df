"""A model's confusion table and reliability as a picture."""

from pathlib import Path

import numpy as np
from matplotlib.image import imread

from training.evaluation.measures import probabilities_to_measures
from training.evaluation.pictures import measures_to_picture

RANDOM = np.random.default_rng(2)
LABELS = np.arange(60) % 3
GENRES = ("jazz", "polka", "rock")


def draw(path: Path, sharpness: float) -> None:
    """Draw a model that is right more often the sharper its probabilities are."""
    powers = np.exp(RANDOM.normal(size=(60, 3)) + sharpness * np.eye(3)[LABELS])
    rows = powers / powers.sum(axis=1, keepdims=True)
    measures_to_picture("made", probabilities_to_measures(rows, LABELS, GENRES), path)


def test_picture_is_written_into_a_new_folder(tmp_path: Path) -> None:
    """The PNG has both diagrams side by side, and no part of it is left over."""
    draw(tmp_path / "new" / "made.png", 2.0)

    picture = imread(tmp_path / "new" / "made.png")
    height, width, _ = picture.shape
    left, right = picture[:, : width // 2, :3], picture[:, width // 2 :, :3]
    assert (1210, 550) == (width, height)
    assert 0.1 < float(left.std())
    assert 0.05 < float(right.std())
    assert ["made.png"] == [path.name for path in (tmp_path / "new").iterdir()]


def test_other_measures_look_different(tmp_path: Path) -> None:
    """A good model and a poor one have different pictures."""
    for name, sharpness in (("good.png", 6.0), ("poor.png", 0.0)):
        draw(tmp_path / name, sharpness)
    good, poor = (imread(tmp_path / name) for name in ("good.png", "poor.png"))

    assert np.abs(good - poor).mean() > 0.01


def test_genre_without_clips_can_be_drawn(tmp_path: Path) -> None:
    """An empty row of the confusion table is no division by zero."""
    rows = np.tile([0.8, 0.1, 0.1], (4, 1))
    measures = probabilities_to_measures(rows, np.zeros(4, np.intp), GENRES)

    measures_to_picture("alone", measures, tmp_path / "alone.png")

    assert (tmp_path / "alone.png").stat().st_size > 1000
