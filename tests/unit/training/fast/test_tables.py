"""What fast loses, as tables."""

import pytest

from training.fast.tables import fast_table, whole_pieces_table

MEASURED = {
    "n_clips": 10,
    "accuracy": 0.7,
    "accuracy_95": [0.4, 0.9],
    "lost_points": 10.0,
    "lost_points_95": [0.0, 30.0],
    "confident": {"share": 0.5, "precision": 0.8},
}


def test_each_saving_has_its_row() -> None:
    """Beside full, with the interval of what is lost."""
    names = ("all clips", "audio, 2 patches")
    report = {f"{name}, {mode}": MEASURED for name in names for mode in ("full", "fast")}

    lines = fast_table(report).splitlines()

    assert 4 == len(lines)
    assert lines[2].endswith("| 10.0 (0.0 – 30.0) | 50%, 80% |")
    assert "| audio of 15 s or more, 10 |" in lines[3]


@pytest.mark.parametrize("is_there", [True, False])
def test_what_was_not_compared_has_no_row(is_there: bool) -> None:
    """Where no piece had a clear key, nothing is said of keys."""
    report = {"same_nearest": MEASURED} | ({"same_key": MEASURED} if is_there else {})

    assert is_there == ("the same key" in whole_pieces_table(report))
