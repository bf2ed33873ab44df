"""Rows of cells → a table in Markdown, measures → a cell: for README, cards and the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def rows_to_markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write header, rule and rows; no final newline. Raises `ValueError` for a row of another size.

    An empty cell is one space wide.
    """
    lines = [_cells_to_line(header), "|" + "---|" * len(header)]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"{len(row)} cells under {len(header)} titles: {row}")
        lines.append(_cells_to_line(row))
    return "\n".join(lines)


def measures_to_cell(measures: Mapping[str, Any]) -> str:
    """Write `accuracy` with its 95 % interval `accuracy_95`, shares of 1, in per cent."""
    low, high = measures["accuracy_95"]
    return f"{measures['accuracy']:.1%} ({low:.1%} – {high:.1%})"


def _cells_to_line(cells: Sequence[str]) -> str:
    return "".join(f"| {cell} " if cell else "| " for cell in cells) + "|"
