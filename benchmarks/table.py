"""Rows → the text that a person reads."""

from collections.abc import Sequence

from benchmarks.budgets import Row
from benchmarks.stages import Stage

HEADER = ("what", "budget", "measured", "", "behind it")
STAGE_HEADER = ("stage of one 30 s WAV", "ours", "plain", "ratio", "plain is")
RIGHT_ALIGNED = (1, 2)  # the columns of numbers
COLUMN_GAP = "  "


def rows_to_table(rows: Sequence[Row]) -> str:
    """Write the budgets' table, one line a row."""
    return _cells_to_text(
        HEADER,
        [(row.what, _budget(row), _figure(row), row.verdict, row.note) for row in rows],
    )


def stages_to_table(stages: Sequence[Stage]) -> str:
    """Write the stages' table; a stage without a plain counterpart has none shown."""
    return _cells_to_text(
        STAGE_HEADER,
        [
            (
                stage.name,
                f"{stage.ours_ms:.2f} ms",
                "" if stage.plain_ms is None else f"{stage.plain_ms:.2f} ms",
                "" if stage.plain_ms is None else f"{stage.plain_ms / stage.ours_ms:.1f} ×",
                stage.plain,
            )
            for stage in stages
        ],
    )


def _budget(row: Row) -> str:
    if row.budget is None:
        return ""
    return f"{'≥' if row.budget.at_least else '≤'} {row.budget.limit:g} {row.unit}"


def _figure(row: Row) -> str:
    """Three digits at most before they stop meaning anything."""
    digits = 0 if row.unit == "MB" else 1 if row.unit == "ms" else 2
    return f"{row.measured:.{digits}f} {row.unit}"


def _cells_to_text(header: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell, a rule under the header."""
    widths = [max(map(len, column)) for column in zip(header, *lines, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_aligned(cells, widths) for cells in (header, rule, *lines))


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (
        cell.rjust(width) if number in RIGHT_ALIGNED else cell.ljust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return COLUMN_GAP.join(padded).rstrip()
