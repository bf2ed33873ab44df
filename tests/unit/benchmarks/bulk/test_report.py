"""Measurements into tables."""

from dataclasses import replace

import pytest

from benchmarks.bulk.report import (
    costs_to_table,
    efficiency,
    growth_to_table,
    verdicts,
    workers_to_table,
)
from benchmarks.bulk.runs import Measured

ONE = Measured(100, 1, 2.0, 0.5, 60, 700, 710, 20_000)
TWO = replace(ONE, workers=2, songs_a_second=3.8)


def test_efficiency() -> None:
    """Of the medians: twice as much by twice the workers is 1, in CPU time as much a song is."""
    odd = replace(TWO, songs_a_second=0.1, core_s_a_song=9)

    assert pytest.approx([0.95, 1.0]) == list(efficiency([ONE], [TWO, TWO, odd]))


def test_tables() -> None:
    """Each has its head and a row for each number of workers, of songs, and mode and archive."""
    workers = workers_to_table({1: [ONE], 2: [TWO]}).splitlines()
    growth = growth_to_table([ONE, replace(ONE, n_songs=10_000)]).splitlines()
    costs = costs_to_table({"full": ONE, "fast": replace(ONE, core_s_a_song=0.36)}).splitlines()

    assert ["| 1 | 2.00 | 0.500 | 100% | 100% |", "| 2 | 3.80 | 0.500 | 95% | 100% |"] == workers[
        2:
    ]
    assert "| 10,000 | 0.500 | 60 | 700 MB | 710 MB |" == growth[-1]
    assert "| fast | 1,000,000 | 0.36 | 100 | 0.04 | $5 | $2 | 20 GB |" == costs[4]
    for table in (workers, growth, costs):
        assert 1 == len({line.count("|") for line in table})


def test_verdicts() -> None:
    """What was promised is kept or not."""
    slow = replace(TWO, songs_a_second=3.0, core_s_a_song=0.6)

    kept = verdicts({1: [ONE], 2: [TWO]}, {"fast": replace(ONE, core_s_a_song=0.54)})
    missed = verdicts({1: [ONE], 2: [slow]}, {"fast": replace(ONE, core_s_a_song=0.55)})

    assert [True, True] == list(kept.values())
    assert [False, False] == list(missed.values())
    assert {} == verdicts({1: [ONE]}, {"full": ONE})
