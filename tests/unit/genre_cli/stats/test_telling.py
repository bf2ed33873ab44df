"""Counts in words."""

import pytest
from models.counted_songs import counted_songs

from genre_cli.stats.counts import songs_to_counts
from genre_cli.stats.telling import counts_to_rows, counts_to_text, duration_to_text

COUNTS = songs_to_counts(counted_songs())


def test_bars() -> None:
    """Each table under its title, in the reader's language; the largest has the longest bar."""
    text = counts_to_text(COUNTS, "de").plain

    assert text.startswith("6 Stücke, 2 h 31 min\n")
    for said in (
        "Genres",
        "Tempo (BPM)\n  120–130",
        "Tonarten",
        "kein Genre",
        "nicht sicher",
        "12B",
    ):
        assert said.lower() in text.lower()
    lines = text.splitlines()
    (rock,) = [line for line in lines if "Rock" in line]
    (ska,) = [line for line in lines if "ska" in line]
    assert rock.count("█") == 2 * ska.count("█")


def test_rows() -> None:
    """What is counted, its name, its number."""
    rows = counts_to_rows(COUNTS).splitlines()

    assert "songs\t\t6" == rows[0]
    assert {"genres\trock\t2", "genres\t\t2", "tempi\t120\t3", "keys\t8A\t2"} < {*rows}


def test_an_empty_library() -> None:
    """It says so."""
    assert "0 songs, 0 h 00 min\n" == counts_to_text(songs_to_counts([]), "en").plain


@pytest.mark.parametrize(("seconds", "said"), [(59.9, "0 h 01 min"), (360_000, "100 h 00 min")])
def test_durations(seconds: float, said: str) -> None:
    """Hours and minutes, however many."""
    assert said == duration_to_text(seconds)
