"""Targets: the labels, and what a teacher says of clips that it has not learnt."""

import numpy as np
import pytest
from numpy.typing import NDArray

from training.evaluation.folds import Scores
from training.genre.teacher import (
    N_PARTS,
    TEACHER_SHARE,
    Rows,
    labels_to_targets,
    labels_to_taught,
)

LABELS = np.arange(60) % 3
ARTISTS = np.array([f"artist {number // 2}" for number in range(60)])


def test_targets_of_labels_say_nothing_else() -> None:
    """Each row is one at its label."""
    assert [[0.0, 1.0], [1.0, 0.0]] == labels_to_targets(np.array([1, 0]), 2).tolist()


def test_the_teacher_has_its_share() -> None:
    """Where it takes the first genre for the second, the target says so, and the label leads."""

    def scores_of(_known: Rows, asked: Rows) -> Scores:
        scores = np.zeros((len(asked), 3), np.float32)
        scores[np.arange(len(asked)), np.where(LABELS[asked] == 0, 1, LABELS[asked])] = 1
        return scores

    targets = labels_to_taught(LABELS, ARTISTS, scores_of)

    np.testing.assert_allclose(1, targets.sum(axis=1))
    np.testing.assert_array_equal(LABELS, targets.argmax(axis=1))
    first = targets[LABELS == 0]
    assert np.all(first[:, 1] > first[:, 2])
    assert first[:, 0].max() <= 1 - TEACHER_SHARE + TEACHER_SHARE / 3
    assert targets[LABELS == 2][:, 2].min() > 1 - TEACHER_SHARE + TEACHER_SHARE / 3


def test_the_teacher_is_not_asked_of_artists_that_it_knows() -> None:
    """Every clip is asked of once, by a teacher of other artists."""
    asked_of: list[int] = []

    def scores_of(known: Rows, asked: Rows) -> Scores:
        assert not set(ARTISTS[known]) & set(ARTISTS[asked])
        asked_of.extend(asked.tolist())
        return np.zeros((len(asked), 3), np.float32)

    labels_to_taught(LABELS, ARTISTS, scores_of)

    assert list(range(60)) == sorted(asked_of)


@pytest.mark.parametrize(
    "artists",
    [np.array(["one"] * 60), np.array([f"artist {label}" for label in LABELS])],
    ids=["one artist", "each genre has one artist"],
)
def test_too_few_artists_leave_the_labels(
    artists: NDArray[np.str_],
) -> None:
    """A teacher who would lack a genre is not asked."""

    def scores_of(known: Rows, asked: Rows) -> Scores:
        raise AssertionError(known, asked)

    targets = labels_to_taught(LABELS, artists, scores_of)

    np.testing.assert_array_equal(labels_to_targets(LABELS, 3), targets)
    assert N_PARTS > 1
