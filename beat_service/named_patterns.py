"""A 16-step bar → the closest pattern that has a name.

The basic patterns here are common knowledge of drummers. The rows are low, mid and high strokes;
`x` is a stroke, `.` none.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEAST_SIMILARITY: Final = 0.6  # under which a bar resembles none of them (own choice)

BASIC_PATTERNS: Final[dict[str, tuple[str, str, str]]] = {
    "four on the floor": ("x...x...x...x...", "....x.......x...", "..x...x...x...x."),
    "backbeat": ("x.......x.......", "....x.......x...", "x.x.x.x.x.x.x.x."),
    "half-time": ("x...............", "........x.......", "x.x.x.x.x.x.x.x."),
    "breakbeat": ("x.x.......xx....", "....x..x.x..x..x", "x.x.x.x.x.x.x.x."),
    "one drop": ("........x.......", "........x.......", "x...x...x...x..."),
    "dembow": ("x...x...x...x...", "...x..x....x..x.", "x.x.x.x.x.x.x.x."),
    "bossa nova": ("x..xx..xx..xx..x", "x..x..x...x..x..", "x.x.x.x.x.x.x.x."),
}


@dataclass(frozen=True)
class PatternMatch:
    """A named pattern and how similar the bar is to it, 0–1."""

    name: str
    similarity: float


def steps_to_pattern(steps: NDArray[np.float64]) -> PatternMatch | None:
    """The closest named pattern of a bar, float `(3, 16)`; None where none is near.

    Similarity is the cosine between both bars, each without its mean.
    """
    bar = _centred(steps)
    matches = [
        PatternMatch(name, float(max(np.sum(bar * _centred(pattern_to_steps(rows))), 0.0)))
        for name, rows in BASIC_PATTERNS.items()
    ]
    best = max(matches, key=lambda match: match.similarity)
    return best if best.similarity >= LEAST_SIMILARITY else None


def pattern_to_steps(rows: tuple[str, str, str]) -> NDArray[np.float64]:
    """Strokes as numbers, float64 `(3, 16)`, 0 or 1."""
    return np.array([[stroke == "x" for stroke in row] for row in rows], np.float64)


def _centred(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each band without its mean, all together of length 1."""
    centred = steps - steps.mean(axis=1, keepdims=True)
    return np.asarray(centred / (np.linalg.norm(centred) + 1e-9))
