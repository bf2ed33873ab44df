"""Scores → probabilities → one answer."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from music_genre.audio.scores import (
    probabilities_to_outcome,
    scores_to_probabilities,
    windows_to_track_probabilities,
)


def test_softmax_with_temperature() -> None:
    """Known values, at two temperatures."""
    scores = np.log(np.array([[1.0, 2.0, 5.0]])).astype(np.float32)

    assert_allclose(scores_to_probabilities(scores, 1.0), [[1 / 8, 2 / 8, 5 / 8]], rtol=1e-6)
    assert_allclose(scores_to_probabilities(scores, 0.5), [[1 / 30, 4 / 30, 25 / 30]], rtol=1e-6)


def test_large_scores_do_not_overflow() -> None:
    """Scores of any size give finite probabilities."""
    scores = np.array([1e4, -1e4, 0], np.float32)

    assert_allclose(scores_to_probabilities(scores, 0.1), [1, 0, 0])


def test_track_is_the_mean_by_duration() -> None:
    """A window twice as long counts twice."""
    rows = np.array([[1.0, 0.0], [0.0, 1.0]])

    assert_allclose(windows_to_track_probabilities(rows, [20.0, 10.0]), [2 / 3, 1 / 3])


@pytest.mark.parametrize(("largest", "outcome"), [(0.6, "confident"), (0.599, "ambiguous")])
def test_outcome_at_the_threshold(largest: float, outcome: str) -> None:
    """The threshold itself is confident, under it is ambiguous."""
    assert outcome == probabilities_to_outcome(np.array([largest, 1 - largest]), 0.6)
