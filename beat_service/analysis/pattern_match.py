"""A 16-step bar → the closest of our patterns, which have names and styles.

Our patterns were heard by the same ear as the track (`beat_service.analysis.analysed_patterns`),
so what it does to kicks, snares and hats it does to both.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysed_patterns import facts_to_steps, heard_patterns
from beat_service.drums.pattern import Pattern, folder_to_styles

LEAST_SIMILARITY: Final = 0.6  # under which a bar resembles none of them (own choice)

Bar = NDArray[np.float64]


@dataclass(frozen=True)
class PatternMatch:
    """One of our patterns and how similar the bar is to it, 0–1."""

    id: str
    name: str
    style: str
    similarity: float


def steps_to_pattern(steps: Bar) -> PatternMatch | None:
    """The closest pattern of a bar, float `(3, 16)`; None where none is near."""
    matches = [
        PatternMatch(pattern.id, pattern.title, style, steps_to_similarity(steps, known))
        for pattern, style, known in _known_bars()
    ]
    best = max(matches, key=lambda match: match.similarity)
    return best if best.similarity >= LEAST_SIMILARITY else None


def steps_to_similarity(first: Bar, second: Bar) -> float:
    """Cosine between two bars, float `(3, 16)`, each band without its mean; under 0 is 0."""
    return float(max(np.sum(_centred(first) * _centred(second)), 0.0))


@cache
def _known_bars() -> tuple[tuple[Pattern, str, Bar], ...]:
    heard = {name: facts_to_steps(facts) for name, facts in heard_patterns().items()}
    return tuple(
        (pattern, style.name, bar)
        for style in folder_to_styles()
        for pattern in style.patterns
        if (bar := heard[pattern.id]) is not None
    )


def _centred(steps: Bar) -> Bar:
    """Each band without its mean, all together of length 1."""
    centred = steps - steps.mean(axis=1, keepdims=True)
    return np.asarray(centred / (np.linalg.norm(centred) + 1e-9))
