"""Tempo and meter that hold for most of the music, and its bars."""

import pytest

from beat_service.drums.meter import FOUR_FOUR, Meter
from beat_service.drums.midi_bars import Bars, in_force, meters_to_bars, tempi_to_bpm

WALTZ, SEVEN = Meter(3, 4), Meter(7, 8)


def test_what_holds_between_two_beats() -> None:
    """Before the first change what was before; of two at once the later; none past the end."""
    changes = [(0.0, "a"), (0.0, "b"), (4.0, "c"), (4.0, "d"), (9.0, "e")]

    assert [("b", 4.0), ("d", 4.0)] == in_force(changes, "before", 0.0, 8.0)
    assert [("before", 2.0)] == in_force([], "before", 1.0, 3.0)
    assert [("before", 1.0), ("late", 2.0)] == in_force([(2.0, "late")], "before", 1.0, 4.0)
    assert [("b", 1.0)] == in_force(changes[:2], "before", 2.0, 3.0)


@pytest.mark.parametrize(
    ("stretches", "bpm"),
    [
        ([(140.0, 28.0), (60.0, 4.0)], 140.0),
        ([(60.0, 4.0), (90.0, 3.0), (60.0, 4.0), (90.0, 3.0)], 60.0),
        ([(118.0, 4.0), (120.0, 4.0), (122.0, 4.0), (90.0, 9.0)], 120.0),
        ([(100.0, 1.0), (101.0, 9.0)], 101.0),
        ([(77.0, 1.0)], 77.0),
    ],
)
def test_the_tempo_of_most_beats(stretches: list[tuple[float, float]], bpm: float) -> None:
    """The longest in all; tempi within 4 % count together, and the middle of them stands."""
    assert bpm == tempi_to_bpm(stretches)


def test_a_tempo_for_each_beat() -> None:
    """A hundred thousand tempi are no more work than sorting them."""
    assert 1000.0 == pytest.approx(
        tempi_to_bpm([(1000 + n / 1e4, 1.0) for n in range(100_000)]), rel=0.01
    )


@pytest.mark.parametrize(
    ("meters", "last", "end", "bars"),
    [
        ([], 15.5, 15.7, Bars(FOUR_FOUR, 4, 16.0)),
        ([(0.0, WALTZ)], 11.5, 11.7, Bars(WALTZ, 4, 12.0)),
        ([(0.0, SEVEN)], 13.0, 13.2, Bars(SEVEN, 4, 14.0)),
        ([(0.0, FOUR_FOUR), (0.0, SEVEN)], 3.0, 3.2, Bars(SEVEN, 1, 3.5)),
        ([(4.0, SEVEN)], 10.5, 10.7, Bars(SEVEN, 3, 11.0)),
        ([(8.0, WALTZ), (11.0, FOUR_FOUR)], 18.0, 18.2, Bars(FOUR_FOUR, 5, 19.0)),
        ([(0.0, FOUR_FOUR), (2.0, FOUR_FOUR)], 7.0, 7.2, Bars(FOUR_FOUR, 2, 8.0)),
        ([(0.0, FOUR_FOUR), (6.0, WALTZ)], 11.0, 11.2, Bars(FOUR_FOUR, 4, 12.0)),
    ],
)
def test_bars_are_as_long_as_their_meter(
    meters: list[tuple[float, Meter]], last: float, end: float, bars: Bars
) -> None:
    """A bar begins where the meter changes; said again, it changes nothing."""
    assert bars == meters_to_bars(meters, last, end)


@pytest.mark.parametrize(
    ("last", "end", "n_bars"),
    [
        (3.9, 3.95, 2),  # the next bar's first beat, played early
        (3.9, 4.0, 1),  # but the clip ends here
        (3.875, 3.9, 1),  # the last thirty-second
        (3.83, 3.9, 1),  # swung
        (3.0, 8.0, 2),  # a last bar of silence
        (3.0, 12.0, 1),  # not two of them
        (4.0, 4.0, 2),
        (0.0, 0.0, 1),
    ],
)
def test_where_the_last_bar_ends(last: float, end: float, n_bars: int) -> None:
    """At the bar line after the last stroke, unless it is early or the file says otherwise."""
    assert n_bars == meters_to_bars([], last, end).n_bars
