"""Onset pattern of a track → the closest of our drum patterns, which have names and styles.

Our patterns were analysed by the same onset detector as the track
(`beat_service.analysis.analysed_patterns`), so its biases cancel in the comparison.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysed_patterns import analysed_patterns, facts_to_onset_pattern
from beat_service.drums.pattern import Pattern, folder_to_styles

LEAST_SIMILARITY: Final = 0.6  # [cosine] below which a track resembles none of them (own choice)

OnsetPattern = NDArray[np.float64]


@dataclass(frozen=True)
class PatternMatch:
    """One of our patterns and how similar the track's bar is to it, 0–1."""

    id: str
    name: str
    style: str
    similarity: float


def onset_pattern_to_match(onset_pattern: OnsetPattern) -> PatternMatch | None:
    """Find the closest of our patterns to an onset pattern, `(3, 16)`; None where none is near."""
    matches = [
        PatternMatch(
            pattern.id, pattern.title, style, onset_patterns_to_similarity(onset_pattern, known)
        )
        for pattern, style, known in _known_patterns()
    ]
    best = max(matches, key=lambda match: match.similarity)
    return best if best.similarity >= LEAST_SIMILARITY else None


def onset_patterns_to_similarity(first: OnsetPattern, second: OnsetPattern) -> float:
    """Compute the cosine of two onset patterns, `(3, n_steps)`, each band without its mean; 0 … 1.

    A negative cosine is 0, and so is that of bars of different lengths.
    """
    if first.shape != second.shape:
        return 0.0
    return float(max(np.sum(_centred(first) * _centred(second)), 0.0))


@cache
def _known_patterns() -> tuple[tuple[Pattern, str, OnsetPattern], ...]:
    """Read our patterns with their styles and onset patterns, once."""
    analysed = {name: facts_to_onset_pattern(facts) for name, facts in analysed_patterns().items()}
    return tuple(
        (pattern, style.name, onset_pattern)
        for style in folder_to_styles()
        for pattern in style.patterns
        if (onset_pattern := analysed[pattern.id]) is not None
    )


def _centred(onset_pattern: OnsetPattern) -> OnsetPattern:
    """Subtract each band's mean and bring the whole, `(3, 16)`, to length 1; zeros stay zeros."""
    centred = onset_pattern - onset_pattern.mean(axis=1, keepdims=True)
    return np.asarray(centred / (np.linalg.norm(centred) + 1e-9))
