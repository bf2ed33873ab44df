"""Reports → the tables in README."""

import pytest

from training.markdown import BLOCK, END
from training.tables import (
    TABLES,
    files_to_reports,
    report_to_crowds,
    text_with_tables,
)


def test_tables_are_put_between_their_marks() -> None:
    """What stood there goes, what stands around stays, and twice is as once."""
    empty = "".join(f"before {name}\n{BLOCK.format(name=name)}stale\n{END}\n" for name in TABLES)

    text = text_with_tables(empty, files_to_reports())

    assert "stale" not in text
    assert all(f"before {name}\n" in text for name in TABLES)
    assert text == text_with_tables(text, files_to_reports())


def test_missing_place_is_named() -> None:
    """A README without a mark is not silently left without its figures."""
    with pytest.raises(ValueError, match="no place for the table accuracy"):
        text_with_tables("# Nothing here\n", files_to_reports())


def test_crowd_without_an_answer_has_no_times() -> None:
    """Where nobody was answered there is no percentile; another answer than ours counts as lost."""
    row: dict[str, object] = {"service": "beat", "clients": 200, "per_s": 0.0, "answered": 0}
    row |= {"p50_s": None, "p95_s": None, "p99_s": None}
    row |= {"refused": 3, "lost": 1, "others": 2, "livez_worst_s": 0.5}
    machine = {"cores": 2, "processor": "Some CPU", "date": "2026-11-26 15:00 UTC"}

    text = report_to_crowds({"machine": machine, "song_s": 10.0, "crowds": [row]})

    assert text.startswith("2 cores of Some CPU, 2026-11-26; a WAV of 10 s")
    assert text.endswith("| beats | 200 | 0.0/s | – | – | – | 0 | 3 | 3 | 0.50 s |")
