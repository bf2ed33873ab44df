"""Answers and labels → accuracy, coverage and precision when confident, by length."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.markdown import rows_to_markdown

LENGTHS_S: Final = ((0.0, 5.0), (5.0, 15.0), (15.0, float("inf")))


@dataclass(frozen=True)
class LengthRow:
    """What was measured on the clips of some length; `precision` is None where none is sure."""

    name: str
    n_clips: int
    accuracy: float
    coverage: float  # share of the clips whose answer is called confident
    precision: float | None  # share of these that are right


def answers_to_length_rows(
    probabilities: NDArray[np.float64],
    labels: NDArray[np.intp],
    durations_s: Sequence[float],
    confident_from: float,
) -> list[LengthRow]:
    """Measure rows `(n, n_genres)` against labels `(n,)`: all of them, and by length."""
    hits = probabilities.argmax(axis=1) == labels
    sure = probabilities.max(axis=1) >= confident_from
    lengths_s = np.asarray(durations_s)
    groups = [("all", np.ones(len(hits), bool))] + [
        (_name(low_s, high_s), (lengths_s >= low_s) & (lengths_s < high_s))
        for low_s, high_s in LENGTHS_S
    ]
    return [
        LengthRow(
            name,
            int(inside.sum()),
            float(hits[inside].mean()),
            float(sure[inside].mean()),
            float(hits[inside & sure].mean()) if (inside & sure).any() else None,
        )
        for name, inside in groups
        if inside.any()
    ]


def length_rows_to_markdown(rows: Sequence[LengthRow]) -> str:
    """Write the table."""
    cells = [
        (
            row.name,
            str(row.n_clips),
            f"{row.accuracy:.1%}",
            f"{row.coverage:.0%}",
            "–" if row.precision is None else f"{row.precision:.0%}",
        )
        for row in rows
    ]
    header = ("length", "clips", "right", "called confident", "of these right")
    return rows_to_markdown(header, cells)


def _name(low_s: float, high_s: float) -> str:
    if not low_s:
        return f"under {high_s:.0f} s"
    return f"{low_s:.0f} s and more" if high_s == float("inf") else f"{low_s:.0f} to {high_s:.0f} s"
