"""Meters: names, and how long their bars are."""

import pytest

from beat_service.drums.meter import FOUR_FOUR, Meter, name_to_meter


@pytest.mark.parametrize(
    ("name", "beats", "steps"),
    [
        ("4/4", 4.0, 16),
        ("3/4", 3.0, 12),
        ("6/8", 3.0, 12),
        ("7/8", 3.5, 14),
        ("5/4", 5.0, 20),
        ("12/8", 6.0, 24),
        ("2/2", 4.0, 16),
        ("7/16", 1.75, 7),
        ("32/1", 128.0, 512),
    ],
)
def test_a_bar_is_as_long_as_its_meter_says(name: str, beats: float, steps: int) -> None:
    """A beat is a quarter in all of them, and four steps; the name comes back."""
    meter = name_to_meter(name)
    assert meter is not None

    assert (name, beats, steps) == (str(meter), meter.beats_per_bar, meter.steps_per_bar())


@pytest.mark.parametrize(
    "name", ["", "4", "0/4", "33/4", "4/3", "4/32", "4/4 ", "-4/4", "4/0", "a/b"]
)
def test_what_is_no_meter(name: str) -> None:
    """Bars that sixteenths cannot fill, and other texts."""
    assert name_to_meter(name) is None


def test_steps_that_do_not_fill_a_bar() -> None:
    """Triplets make no bar of 7/8."""
    assert 12 == FOUR_FOUR.steps_per_bar(3)
    with pytest.raises(ValueError, match="3 steps a beat do not fill a bar of 7/8"):
        Meter(7, 8).steps_per_bar(3)
