"""Measurements into tables."""

import pytest

from benchmarks.capacity.disk import Disk
from benchmarks.capacity.measuring import Cell
from benchmarks.capacity.plan import LONG, PAGE, Ask
from benchmarks.capacity.report import (
    cells_to_table,
    costs_to_table,
    disk_to_table,
    page_core_s,
)

CELL = Cell(Ask(*PAGE, LONG, 10, 1.0), 2.0, 4, 0, 1, 0, (1.0, 2.0, 3.0), 14.4)


def test_tables() -> None:
    """Rate, percentiles, counts and core-seconds; a million songs; ten thousand beats."""
    row = "| 10 | 2.00 | 1.0 s | 2.0 s | 3.0 s | 4 | 0 | 1 | 0 | 3.60 |"

    assert cells_to_table([CELL]).endswith(row)
    assert "| 3.60 | 1,000 | 0.42 | $50 | $20 |" in costs_to_table(3.6, {"full": 4.0})
    assert "| 350 kB | 353 kB | 3500 MB |" in disk_to_table(Disk(350_000, 353_000, 20_000))


def test_a_song_nobody_heard_has_no_price() -> None:
    """Without a whole answer of few clients there is nothing to multiply."""
    assert pytest.approx(3.6) == page_core_s([CELL], is_long=True)
    with pytest.raises(ValueError, match="not known"):
        page_core_s([CELL], is_long=False)
