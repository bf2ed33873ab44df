"""Figures of the style model as a table."""

from training.styles.tables import beat_styles_table, songs_table

MEASURES = {
    "top1": {"n_clips": 20, "accuracy": 0.9, "accuracy_95": [0.7, 0.97]},
    "top3": {"n_clips": 20, "accuracy": 0.95, "accuracy_95": [0.8, 0.99]},
    "majority": 0.25,
    "macro_top1": 0.8,
    "ece": 0.05,
    "confident": 0.5,
    "confident_right": 1.0,
}


def test_a_row_for_each_measured_set() -> None:
    """Sets that were not measured have no row; figures are those of the report."""
    table = beat_styles_table({"patterns": MEASURES, "training": {}})
    header, line, row = table.splitlines()

    assert header.count("|") == line.count("|") == row.count("|")
    assert "| 20 | 90.0% (70% – 97%) | 95.0% | 25.0% | 80.0% | 0.050 | 50%, 100% |" in row


def test_nothing_sure_has_no_share() -> None:
    """Where no answer was sure, none was right or wrong."""
    nothing_sure = MEASURES | {"confident": 0.0, "confident_right": None}

    assert "0%, – |" in beat_styles_table({"groove_kit": nothing_sure})


def test_rows_of_the_table() -> None:
    """Music without drums has no right answer; nothing sure has none right."""
    songs = {
        "right": {"n_clips": 79, "accuracy": 0.5, "accuracy_95": [0.39, 0.61]},
        "chance": 0.15,
        "always_rock": 0.6,
        "n_confident": 0,
        "n_confident_right": 0,
        "without_drums": {"n_clips": 64, "n_sure": 1},
    }
    table = songs_table({"songs": songs, "no_drums": {"n_clips": 100, "n_sure": 2}})

    assert "| 79 | 50.0% (39% – 61%) | 15.0% | 60.0% | 0 | – |" in table
    assert "| 64 | – | – | – | 1 | – |" in table
    assert 5 == len(table.splitlines())
    assert 2 == len(songs_table({}).splitlines())
