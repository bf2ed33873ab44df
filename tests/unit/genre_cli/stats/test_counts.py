"""A library in numbers."""

import json

import pytest
from models.counted_songs import counted_songs

from genre_cli.stats.counts import bpm_to_step, counts_to_body, songs_to_counts


def test_everything_is_counted() -> None:
    """By the genre that is decided, else heard; what is not known is in no table."""
    body = counts_to_body(songs_to_counts(counted_songs()))

    assert {
        "songs": 6,
        "duration_s": 9060.0,
        "genres": {"rock": 2, "jazz": 1, "ska": 1, "": 2},
        "tempi": {120: 3},
        "keys": {"8A": 2, "12B": 1},
        "years": {1987: 3},
        "outcomes": {"confident": 2, "none_of_these": 2, "ambiguous": 1, "silence": 1},
        "decided": 1,
    } == body
    assert ["rock", "jazz", "ska", ""] == [*json.loads(json.dumps(body))["genres"]]


def test_nothing_to_count() -> None:
    """An empty library has empty tables."""
    assert (0, {}, 0.0) == (
        songs_to_counts([]).n_songs,
        songs_to_counts([]).genres,
        songs_to_counts([]).duration_s,
    )


@pytest.mark.parametrize(("bpm", "step"), [(119.9, 110), (120.0, 120), (129.99, 120)])
def test_steps_of_tempo(bpm: float, step: int) -> None:
    """A step begins with its lower edge [BPM]."""
    assert step == bpm_to_step(bpm)
