"""The mean bar as the page draws it."""

from dataclasses import astuple
from typing import Any

import pytest
from recommendation import recommendation

from frontend.page.rhythm import RhythmView, rhythm_to_view
from music_genre.webapi.beat_body import RhythmBody


def rhythm_of(**changes: Any) -> RhythmView:
    """Draw the rhythm of a song, with changes."""
    return rhythm_to_view(RhythmBody.model_validate(recommendation()["rhythm"] | changes), "en")


def test_mean_bar_is_drawn() -> None:
    """High is on top, every step has its strength, and beats begin at each fourth."""
    rhythm = rhythm_of()

    assert ["High", "Mid", "Low"] == [label for label, _ in rhythm.bands]
    low = rhythm.bands[2][1]
    assert 16 == len(low)
    assert ("100%", "1.00", True) == astuple(low[0])
    assert ("0%", "0.08", False) == astuple(low[1])
    assert [0, 4, 8, 12] == [i for i, step in enumerate(low) if step.starts_beat]
    assert "Low: strong on 1" in rhythm.chart
    assert rhythm.chart.endswith("The table has the numbers.")
    assert ("Closest to four on the floor (91% alike)", "Swing ratio 1.04") == rhythm.facts


@pytest.mark.parametrize(
    ("meter", "n_steps", "n_counts", "begins"),
    [
        ("4/4", 16, 4, [0, 4, 8, 12]),
        ("3/4", 12, 3, [0, 4, 8]),
        ("6/8", 12, 6, [0, 2, 4, 6, 8, 10]),
        ("7/8", 14, 7, [0, 2, 4, 6, 8, 10, 12]),
    ],
)
def test_a_bar_of_another_meter_is_as_long_as_it_is(
    meter: str, n_steps: int, n_counts: int, begins: list[int]
) -> None:
    """The grid, its counts, its table and its description have the bar's own length."""
    bar = [0.5] * n_steps
    steps = {"low": bar, "mid": bar, "high": bar}
    rhythm = rhythm_of(meter=meter, steps=steps)

    assert tuple(range(1, n_steps + 1)) == rhythm.numbers
    assert tuple(range(1, n_counts + 1)) == rhythm.counts
    assert f"Strength of {n_steps} steps" in rhythm.chart
    assert begins == [i for i, step in enumerate(rhythm.bands[0][1]) if step.starts_beat]


def test_no_whole_bar() -> None:
    """A song without a whole bar has no grid, and says nothing of swing."""
    rhythm: dict[str, Any] = {
        "beat_times_s": [],
        "steps": None,
        "swing_ratio": None,
        "pattern": None,
    }
    drawn = rhythm_to_view(RhythmBody.model_validate(rhythm), "en")

    assert ((), ()) == (drawn.bands, drawn.facts)
