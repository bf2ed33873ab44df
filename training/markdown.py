"""Rows of cells → a table in Markdown, measures → a cell: for README, cards and the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

BLOCK: Final = "<!-- table: {name} -->\n"
END: Final = "<!-- end of table -->"


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


def text_with_table(text: str, name: str, table: str) -> str:
    """Put a table between its marks in a document. Raises `ValueError` where there are none."""
    start = BLOCK.format(name=name)
    before, mark, rest = text.partition(start)
    _, end, after = rest.partition(END)
    if not (mark and end):
        raise ValueError(f"there is no place for the table {name}")
    return f"{before}{start}{table}\n{END}{after}"


def write_tables(document: Path, tables: Mapping[str, str]) -> None:
    """Put tables between their marks in a document's file. Raises `ValueError` without marks."""
    text = document.read_text(encoding="utf-8")
    for name, table in tables.items():
        text = text_with_table(text, name, table)
    document.write_text(text, encoding="utf-8")


def measures_to_cell(measures: Mapping[str, Any]) -> str:
    """Write `accuracy` with its 95 % interval `accuracy_95`, shares of 1, in per cent."""
    low, high = measures["accuracy_95"]
    return f"{measures['accuracy']:.1%} ({low:.1%} – {high:.1%})"


def _cells_to_line(cells: Sequence[str]) -> str:
    return "".join(f"| {cell} " if cell else "| " for cell in cells) + "|"
