"""Heads that tell kinds of sound, measured on sources that they have not heard."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from music_genre.audio.evidence import SOUNDS
from training.musicnn.graph import Linear
from training.musicnn.sound_heads import (
    N_GROUPS,
    SoundTable,
    features_to_linear,
    held_out_probabilities,
    linear_to_probabilities,
)

RANDOM = np.random.default_rng(0)
LABELS = np.arange(120) % 3
FEATURES = (RANDOM.normal(0, 1, (120, 8)) + 3 * np.eye(8)[LABELS]).astype(np.float32)


def made_table() -> SoundTable:
    """Make two sounds of each of twenty sources, the first half of them music of GTZAN."""
    sources = [f"source {number // 2}" for number in range(40)]
    kinds = np.where(np.arange(40) < 20, SOUNDS.index("music"), SOUNDS.index("tone"))
    return SoundTable(np.zeros((40, 3), np.float32), kinds, sources, np.arange(40) < 20)


def test_a_source_is_in_one_group() -> None:
    """Sounds of a source are held out together; all six groups have some; chance is the same."""
    table = made_table()
    groups = table.groups()

    np.testing.assert_array_equal(groups[::2], groups[1::2])
    assert set(range(N_GROUPS)) == set(groups.tolist())
    np.testing.assert_array_equal(groups, table.groups())


def test_music_is_known_by_its_kind() -> None:
    """Music is what is so labelled."""
    np.testing.assert_array_equal(np.arange(40) < 20, made_table().is_music)


def test_head_tells_classes_apart() -> None:
    """Classes that differ are told apart, and probabilities sum to 1."""
    head = features_to_linear(FEATURES, LABELS, 1.0)

    rows = linear_to_probabilities(head, FEATURES)

    assert (120, 3) == rows.shape
    assert (rows.argmax(axis=1) == LABELS).mean() > 0.95
    assert_allclose(rows.sum(axis=1), 1)


def test_classes_count_alike() -> None:
    """A class with nine in ten sounds is not likelier by that alone."""
    labels = (np.arange(200) % 10 == 0).astype(np.intp)
    noise = RANDOM.normal(0, 1, (200, 4)).astype(np.float32)

    rows = linear_to_probabilities(features_to_linear(noise, labels, 0.01), noise)

    assert 0.5 == pytest.approx(float(rows[:, 1].mean()), abs=0.1)


def test_probabilities_are_the_softmax() -> None:
    """Known values, and scores of any size."""
    head = Linear(np.log(np.array([[1, 2, 5]])).astype(np.float32), np.zeros(3, np.float32))
    large = Linear(np.array([[1e4, 0, -1e4]], np.float32), np.zeros(3, np.float32))
    one = np.ones((1, 1), np.float32)

    assert_allclose(linear_to_probabilities(head, one), [[1 / 8, 2 / 8, 5 / 8]], rtol=1e-6)
    assert_allclose(linear_to_probabilities(large, one), [[1, 0, 0]])


def test_a_group_does_not_teach_its_own_head() -> None:
    """Other labels of a group change the others' probabilities and leave its own."""
    groups = np.arange(120) // 3 % 4
    changed = np.where(groups == 1, (LABELS + 1) % 3, LABELS)

    before = held_out_probabilities(FEATURES, LABELS, groups, 1.0)
    after = held_out_probabilities(FEATURES, changed, groups, 1.0)

    assert (before.argmax(axis=1) == LABELS).mean() > 0.9
    np.testing.assert_array_equal(before[groups == 1], after[groups == 1])
    assert np.abs(before - after)[groups != 1].max() > 0.01


def test_a_class_that_one_group_alone_has() -> None:
    """Its own group is told nothing of it; the others' probabilities stand in their places."""
    groups = np.where(LABELS == 1, 0, 1 + np.arange(120) // 3 % 3)

    rows = held_out_probabilities(FEATURES, LABELS, groups, 1.0)

    assert (120, 3) == rows.shape
    assert_allclose(rows.sum(axis=1), 1)
    np.testing.assert_array_equal(rows[groups == 0, 1], 0)
    others = groups != 0
    assert (rows[others].argmax(axis=1) == LABELS[others]).mean() > 0.9
    assert rows[others, 1].min() > 0


def test_one_class_left_is_the_answer() -> None:
    """Two sources of one class each teach each other's class, and nothing else."""
    labels = np.repeat([0, 1], 60)

    rows = held_out_probabilities(FEATURES, labels, labels, 1.0)

    np.testing.assert_array_equal(np.eye(2)[1 - labels], rows)
