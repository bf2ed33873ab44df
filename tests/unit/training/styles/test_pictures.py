"""A map of the embeddings."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from training.styles.pictures import embeddings_to_picture


def test_a_picture_is_drawn_the_same_every_time(tmp_path: Path) -> None:
    """Twice the same embeddings, twice the same PNG."""
    embeddings = np.random.default_rng(0).normal(size=(24, 6)).astype(np.float32)
    styles = [f"style {number // 3}" for number in range(24)]
    for name in ("one.png", "two.png"):
        embeddings_to_picture(embeddings, styles, tmp_path / name)
    first, second = (imread(tmp_path / name) for name in ("one.png", "two.png"))

    assert first.shape[0] > 500
    assert pytest.approx(0) == np.abs(first - second).max()
