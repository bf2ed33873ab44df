"""Figures of the style model as a table and a picture."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from training.data.groove import GROOVE_TO_STYLE
from training.styles.evaluation import MEASURED_STYLES, measured_sets
from training.styles.pictures import embeddings_to_picture
from training.styles.tables import beat_styles_table

MEASURES = {
    "top1": {"n_clips": 20, "accuracy": 0.9, "accuracy_95": [0.7, 0.97]},
    "top3": {"n_clips": 20, "accuracy": 0.95, "accuracy_95": [0.8, 0.99]},
    "majority": 0.25,
    "macro_top1": 0.8,
    "ece": 0.05,
    "confident": 0.5,
    "confident_right": 1.0,
}


def test_a_row_for_each_measured_set() -> None:
    """Sets that were not measured have no row; figures are those of the report."""
    table = beat_styles_table({"patterns": MEASURES, "training": {}})
    header, line, row = table.splitlines()

    assert header.count("|") == line.count("|") == row.count("|")
    assert "| 20 | 90.0% (70% – 97%) | 95.0% | 25.0% | 80.0% | 0.050 | 50%, 100% |" in row


def test_nothing_sure_has_no_share() -> None:
    """Where no answer was sure, none was right or wrong."""
    nothing_sure = MEASURES | {"confident": 0.0, "confident_right": None}

    assert "0%, – |" in beat_styles_table({"groove_kit": nothing_sure})


def test_counted_styles_are_grooves() -> None:
    """Every style that is counted is one that Groove has."""
    assert set(MEASURED_STYLES) <= set(GROOVE_TO_STYLE.values())
    assert {"patterns", "groove_kit"} <= set(measured_sets(Path("groove")))


def test_a_picture_is_drawn_the_same_every_time(tmp_path: Path) -> None:
    """Twice the same embeddings, twice the same PNG."""
    embeddings = np.random.default_rng(0).normal(size=(24, 6)).astype(np.float32)
    styles = [f"style {number // 3}" for number in range(24)]
    for name in ("one.png", "two.png"):
        embeddings_to_picture(embeddings, styles, tmp_path / name)
    first, second = (imread(tmp_path / name) for name in ("one.png", "two.png"))

    assert first.shape[0] > 500
    assert pytest.approx(0) == np.abs(first - second).max()
