"""Tables in Markdown."""

from pathlib import Path

import pytest

from training.markdown import measures_to_cell, rows_to_markdown, text_with_table, write_tables


def test_table() -> None:
    """Header, rule and rows; an empty cell is one space wide."""
    expected = "| | SVM |\n|---|---|\n| as it is | 62.5% |\n| nothing | |"

    assert expected == rows_to_markdown(("", "SVM"), [("as it is", "62.5%"), ("nothing", "")])


@pytest.mark.parametrize("row", [("one",), ("one", "two", "three")])
def test_row_of_another_size_is_refused(row: tuple[str, ...]) -> None:
    """A cell too few or too many would shift figures under another title."""
    with pytest.raises(ValueError, match=f"{len(row)} cells under 2 titles"):
        rows_to_markdown(("a", "b"), [row])


def test_accuracy_stands_with_its_interval() -> None:
    """A cell has the share and both ends of its interval, to a tenth of a per cent."""
    measures = {"accuracy": 0.6468, "accuracy_95": [0.608, 0.6839]}

    assert "64.7% (60.8% – 68.4%)" == measures_to_cell(measures)


def test_a_table_in_its_place() -> None:
    """The rest of a document stays; without a place it is an error."""
    text = "a\n<!-- table: x -->\nold\n<!-- end of table -->\nb\n"

    assert text.replace("old", "new") == text_with_table(text, "x", "new")
    with pytest.raises(ValueError, match="table y"):
        text_with_table(text, "y", "new")


def test_tables_are_written_into_a_document(tmp_path: Path) -> None:
    """Each stands between its marks afterwards, and the words around stay as they are."""
    document = tmp_path / "sizes.md"
    document.write_text(
        "Größe\n<!-- table: a -->\nold\n<!-- end of table -->\nand\n"
        "<!-- table: b -->\n<!-- end of table -->\n",
        encoding="utf-8",
    )

    write_tables(document, {"a": "| 1 |", "b": "| 2 |"})

    assert (
        "Größe\n<!-- table: a -->\n| 1 |\n<!-- end of table -->\nand\n"
        "<!-- table: b -->\n| 2 |\n<!-- end of table -->\n"
    ) == document.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="no place for the table c"):
        write_tables(document, {"c": ""})
