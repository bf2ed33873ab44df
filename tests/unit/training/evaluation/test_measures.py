"""Measures against numbers worked out by hand."""

import numpy as np
import pytest

from music_genre.audio.constants import GENRES
from music_genre.audio.scores import scores_to_probabilities
from training.evaluation.measures import (
    expected_calibration_error,
    measures_to_text,
    probabilities_to_measures,
    probabilities_to_threshold,
    scores_to_mean,
    scores_to_temperature,
)


def rows(*largest: tuple[int, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Make probabilities with one large value each, the rest spread evenly."""
    made = np.zeros((len(largest), len(GENRES)))
    for row, (genre, probability) in zip(made, largest, strict=True):
        row[:] = (1 - probability) / (len(GENRES) - 1)
        row[genre] = probability
    return made


def test_accuracy_interval_and_confusion() -> None:
    """Three of four right: 75 %, Wilson's interval, one count off the diagonal."""
    labels = np.array([0, 1, 2, 3])

    measures = probabilities_to_measures(
        rows((0, 0.9), (1, 0.9), (2, 0.9), (0, 0.9)), labels, GENRES
    )

    assert 0.75 == measures["accuracy"]
    assert [0.3006, 0.9544] == pytest.approx(measures["accuracy_95"], abs=1e-3)
    assert 1 == measures["confusion"][3][0]
    # blues: precision 1/2, recall 1; classical and country: 1; disco: 0
    assert (2 / 3 + 1 + 1 + 0) / 4 == pytest.approx(measures["macro_f1"])
    assert "75.0%" in measures_to_text("a test", measures)


def test_calibration_error() -> None:
    """All sure at 90 % and half right is an error of 40 points."""
    labels = np.array([0, 0])

    assert 0.4 == pytest.approx(expected_calibration_error(rows((0, 0.9), (1, 0.9)), labels))


def test_temperature_undoes_overconfidence() -> None:
    """Scores drawn from known probabilities and multiplied by three get their three back."""
    random = np.random.default_rng(5)
    scores = random.normal(0, 1.5, (4000, len(GENRES))).astype(np.float32)
    chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    labels = np.array([random.choice(len(GENRES), p=row / row.sum()) for row in chances])

    assert 3 == pytest.approx(scores_to_temperature(3 * scores, labels), rel=0.05)


def test_few_right_answers_are_no_certainty() -> None:
    """Ten clips that are all right, however clearly, make nobody surer than eleven in twelve."""
    labels = np.arange(10)
    scores = 100 * np.eye(10, dtype=np.float32)

    sure = scores_to_probabilities(scores, scores_to_temperature(scores, labels))

    np.testing.assert_allclose(sure.max(axis=1), 11 / 12, atol=1e-3)


def test_threshold_keeps_the_precision() -> None:
    """The least confidence down to which four of five answers are right."""
    labels = np.zeros(6, int)
    probabilities = rows((0, 0.9), (0, 0.8), (0, 0.7), (1, 0.6), (0, 0.5), (1, 0.4))

    assert 0.5 == pytest.approx(probabilities_to_threshold(probabilities, labels, 0.8))
    assert 1.0 == probabilities_to_threshold(rows((1, 0.9)), np.zeros(1, int), 0.8)


def test_mean_lies_in_its_interval() -> None:
    """Scores that differ have an interval around their mean, equal ones have none."""
    measured = scores_to_mean([0.0, 0.5, 1.0])
    low, high = measured["mean_95"]

    assert (3, 0.5) == (measured["n_clips"], measured["mean"])
    assert low < 0.5 < high
    assert [1.0, 1.0] == scores_to_mean([1.0, 1.0])["mean_95"]
