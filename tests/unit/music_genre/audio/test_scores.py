"""Scores → probabilities → one answer."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from music_genre.audio.scores import (
    PROBABILITY_FLOOR,
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


def test_track_is_the_geometric_mean_by_weight() -> None:
    """A window that counts twice is two windows: odds 4 twice and odds 1/2 once are odds 2."""
    rows = np.array([[0.8, 0.2], [1 / 3, 2 / 3]])

    assert_allclose(windows_to_track_probabilities(rows, [20.0, 10.0]), [2 / 3, 1 / 3])
    assert_allclose(
        windows_to_track_probabilities(rows[[0, 0, 1]], [1.0, 1.0, 1.0]), [2 / 3, 1 / 3]
    )


def test_one_window_is_the_track() -> None:
    """A single window's probabilities are the track's, whatever its weight."""
    row = np.array([[0.7, 0.2, 0.1]])

    assert_allclose(windows_to_track_probabilities(row, [0.3]), row[0])


def test_order_of_windows_does_not_matter() -> None:
    """Windows in any order give the same probabilities, and their sum is 1."""
    random = np.random.default_rng(1)
    rows, weights = random.dirichlet(np.ones(10), 6), random.uniform(1, 30, 6)
    order = random.permutation(6)

    track = windows_to_track_probabilities(rows, weights.tolist())

    assert 1 == pytest.approx(track.sum())
    assert_allclose(track, windows_to_track_probabilities(rows[order], weights[order].tolist()))


def test_a_window_alone_never_rules_a_genre_out() -> None:
    """A zero counts as the floor: the others can outvote it, and nothing is infinite."""
    sure, never = [0.98, 0.02], [0.0, 1.0]

    track = windows_to_track_probabilities(np.array([sure] * 9 + [never]), [1.0] * 10)

    odds = (0.98 / 0.02) ** 0.9 * PROBABILITY_FLOOR**0.1
    assert odds / (1 + odds) == pytest.approx(track[0])
    assert track[0] > 0.5


def test_clear_song_is_surer_than_the_mean_of_its_windows() -> None:
    """Windows that agree on one genre and doubt different others are surer than their average."""
    rows = np.array([[0.6, 0.38, 0.01, 0.01], [0.6, 0.01, 0.38, 0.01], [0.6, 0.01, 0.01, 0.38]])

    alone = windows_to_track_probabilities(rows[:1], [30.0])
    together = windows_to_track_probabilities(rows, [30.0] * 3)

    assert 0.6 == pytest.approx(alone[0])
    assert together[0] > 0.85


@pytest.mark.parametrize(("largest", "outcome"), [(0.6, "confident"), (0.599, "ambiguous")])
def test_outcome_at_the_threshold(largest: float, outcome: str) -> None:
    """The threshold itself is confident, under it is ambiguous."""
    assert outcome == probabilities_to_outcome(np.array([largest, 1 - largest]), 0.6)
