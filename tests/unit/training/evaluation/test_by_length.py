"""What is right and what is called confident, by length."""

import numpy as np
import pytest

from training.evaluation.by_length import (
    LengthRow,
    answers_to_length_rows,
    length_rows_to_markdown,
)

# Right and sure, right and unsure, wrong and sure, wrong and unsure.
PROBABILITIES = np.array([[0.9, 0.1], [0.55, 0.45], [0.9, 0.1], [0.55, 0.45]])
LABELS = np.array([0, 0, 1, 1])


def test_every_length_has_its_row() -> None:
    """Accuracy, coverage and precision are those of the clips of that length."""
    rows = answers_to_length_rows(PROBABILITIES, LABELS, [3.0, 3.0, 10.0, 30.0], 0.6)

    assert [
        LengthRow("all", 4, 0.5, 0.5, 0.5),
        LengthRow("under 5 s", 2, 1.0, 0.5, 1.0),
        LengthRow("5 to 15 s", 1, 0.0, 1.0, 0.0),
        LengthRow("15 s and more", 1, 0.0, 0.0, None),
    ] == rows


@pytest.mark.parametrize(
    ("duration_s", "name"),
    [(4.99, "under 5 s"), (5.0, "5 to 15 s"), (14.99, "5 to 15 s"), (15.0, "15 s and more")],
)
def test_length_at_the_edge(duration_s: float, name: str) -> None:
    """A length that begins a row is in it; rows without clips are left out."""
    rows = answers_to_length_rows(PROBABILITIES, LABELS, [duration_s] * 4, 0.6)

    assert ["all", name] == [row.name for row in rows]


def test_threshold_itself_is_sure() -> None:
    """An answer at the threshold is called confident."""
    (everything, _) = answers_to_length_rows(PROBABILITIES, LABELS, [3.0] * 4, 0.9)

    assert 0.5 == everything.coverage


def test_table_has_a_dash_where_none_is_sure() -> None:
    """Precision of no answers is not a number."""
    table = length_rows_to_markdown(
        [LengthRow("all", 4, 0.5, 0.25, 1.0), LengthRow("under 5 s", 1, 0.0, 0.0, None)]
    )

    assert [["all", "4", "50.0%", "25%", "100%"], ["under 5 s", "1", "0.0%", "0%", "–"]] == [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]
    ]
