"""Reports → the tables in README."""

import pytest

from training.tables import BLOCK, END, TABLES, files_to_reports, text_with_tables


def test_tables_are_put_between_their_marks() -> None:
    """What stood there goes, what stands around stays, and twice is as once."""
    empty = "".join(f"before {name}\n{BLOCK.format(name=name)}old\n{END}\n" for name in TABLES)

    text = text_with_tables(empty, files_to_reports())

    assert "old" not in text
    assert all(f"before {name}\n" in text for name in TABLES)
    assert text == text_with_tables(text, files_to_reports())


def test_missing_place_is_named() -> None:
    """A README without a mark is not silently left without its figures."""
    with pytest.raises(ValueError, match="no place for the table accuracy"):
        text_with_tables("# Nothing here\n", files_to_reports())
