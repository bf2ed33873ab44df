"""Which of our patterns an onset pattern resembles, and when it resembles none."""

import numpy as np
import pytest

from beat_service.analysis.analysed_patterns import analysed_patterns, facts_to_onset_pattern
from beat_service.analysis.pattern_match import (
    LEAST_SIMILARITY,
    onset_pattern_to_match,
    onset_patterns_to_similarity,
)
from beat_service.drums.pattern import folder_to_styles
from tools.analyse_patterns import pattern_to_facts

ON = np.tile([1.0, 0, 0, 0], (3, 4))
OFF = np.tile([0, 0, 1.0, 0], (3, 4))


def test_our_patterns_are_called_by_their_names() -> None:
    """A pattern that is played a little faster is still itself, for four of five."""
    patterns = [pattern for style in folder_to_styles() for pattern in style.patterns][::5]
    found = []
    for pattern in patterns:
        steps = facts_to_onset_pattern(pattern_to_facts(pattern, pattern.bpm * 1.05))
        match = None if steps is None else onset_pattern_to_match(steps)
        found.append(match is not None and match.id == pattern.id)

    assert np.mean(found) >= 0.8


def test_a_pattern_as_it_was_analysed_is_itself() -> None:
    """The stored onset pattern of a pattern finds its id, name and style with a cosine of 1."""
    stored = facts_to_onset_pattern(analysed_patterns()["house-jack"])
    assert stored is not None
    match = onset_pattern_to_match(stored)

    assert match is not None
    assert ("house-jack", "House") == (match.id, match.style)
    assert 1 == pytest.approx(match.similarity)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_flat_bar_is_no_pattern(level: float) -> None:
    """A bar that is the same on every step, or silent, resembles nothing."""
    assert onset_pattern_to_match(np.full((3, 16), level)) is None


def test_what_is_too_far_is_no_match() -> None:
    """Every match is at least as similar as the limit says; random bars are not."""
    random = np.random.default_rng(0)
    matches = [onset_pattern_to_match(random.random((3, 16))) for _ in range(50)]
    similar = [match.similarity for match in matches if match is not None]

    assert all(LEAST_SIMILARITY <= similarity <= 1 for similarity in similar)
    assert len(similar) < 25


def test_similarity_of_bars() -> None:
    """A bar is like itself, whatever its level, and an off-beat is nothing like an on-beat."""
    assert 1 == pytest.approx(onset_patterns_to_similarity(ON, 0.5 * ON + 0.1))
    assert 0 == onset_patterns_to_similarity(ON, OFF)


def test_bars_of_different_meters_are_not_alike() -> None:
    """A bar of 7/8 goes with no bar of 4/4, and with its own."""
    seven = ON[:, :14]

    assert 0 == onset_patterns_to_similarity(seven, ON)
    assert 1 == pytest.approx(onset_patterns_to_similarity(seven, seven))


def test_similarity_has_no_order() -> None:
    """The first bar is as similar to the second as the other way round, 0 … 1."""
    first, second = np.random.default_rng(1).random((2, 3, 16))

    assert 0 <= onset_patterns_to_similarity(first, second) <= 1
    assert onset_patterns_to_similarity(first, second) == pytest.approx(
        onset_patterns_to_similarity(second, first)
    )
