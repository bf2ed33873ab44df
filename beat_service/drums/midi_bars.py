"""Changes of tempo and meter in a MIDI file → the one that holds for most of the music, and bars.

A count-in at another tempo or one bar in another meter changes what a beat is called, not where its
strokes are.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np

from beat_service.drums.meter import FOUR_FOUR, Meter

SAME_TEMPO: Final = 0.04  # ratio of tempi that count as one that breathes
EARLY_BEATS: Final = 0.12  # [beats] before a bar, from which a stroke belongs to its first beat
NEAR_BEATS: Final = 1e-3  # [beats] that rounding may move a bar line

Held = TypeVar("Held")


@dataclass(frozen=True)
class Bars:
    """How many bars there are, how long they are together [beats], and what most of them are."""

    meter: Meter
    n_bars: int
    n_beats: float


def in_force(
    changes: Sequence[tuple[float, Held]], before: Held, first: float, last: float
) -> list[tuple[Held, float]]:
    """List what holds between two beats, and for how many; of two changes at once the later one.

    `changes` are in time order, each with its beat; `before` holds until the first.
    """
    marks = [(first, before), *((max(at, first), held) for at, held in changes), (last, before)]
    return [
        (held, min(end, last) - start)
        for (start, held), (end, _) in pairwise(marks)
        if min(end, last) > start
    ]


def tempi_to_bpm(stretches: Sequence[tuple[float, float]]) -> float:
    """Choose the tempo [BPM] that holds longest, of tempi and their beats.

    Tempi within 4 % of each other count together; of those the one in the middle is chosen, so
    that a tempo that breathes is its own mean and not one of its moments.
    """
    held = np.array(sorted(stretches))
    bpm, until = held[:, 0], np.cumsum(held[:, 1])
    low = np.searchsorted(bpm, bpm * (1 - SAME_TEMPO), "left")
    high = np.searchsorted(bpm, bpm * (1 + SAME_TEMPO), "right")
    before = np.concatenate([[0.0], until])
    together = before[high] - before[low]
    longest = int(together.argmax())
    middle = before[low[longest]] + together[longest] / 2
    return float(bpm[min(np.searchsorted(until, middle), high[longest] - 1)])


def meters_to_bars(meters: Sequence[tuple[float, Meter]], last: float, end: float) -> Bars:
    """Count the bars that hold strokes until beat `last`, of meters in time order.

    Where the file's end is a bar line, a stroke just before it belongs in front of it, and a last
    bar without strokes counts: programs write a clip as long as it is.
    """
    bars: list[tuple[Meter, float, float]] = []
    for bar in _meters_to_bar_lines(meters):
        _, start, line = bar
        if bars and start >= last + EARLY_BEATS - NEAR_BEATS:
            if abs(line - end) < NEAR_BEATS:
                bars.append(bar)
            break
        bars.append(bar)
        if abs(line - end) < NEAR_BEATS and last < line - NEAR_BEATS:
            break
    beats_of: dict[Meter, float] = {}
    for meter, start, line in bars:
        beats_of[meter] = beats_of.get(meter, 0.0) + line - start
    return Bars(max(beats_of, key=beats_of.__getitem__), len(bars), bars[-1][2])


def _meters_to_bar_lines(
    meters: Sequence[tuple[float, Meter]],
) -> Iterator[tuple[Meter, float, float]]:
    """List bars without end: meter, beginning and end [beats]; one begins where meters change."""
    changes = [(0.0, FOUR_FOUR)]
    for at, meter in meters:
        if at <= changes[-1][0] + NEAR_BEATS:
            changes[-1] = (changes[-1][0], meter)
        elif meter != changes[-1][1]:
            changes.append((at, meter))
    for (first, meter), (until, _) in pairwise([*changes, (math.inf, FOUR_FOUR)]):
        line = first
        while line < until - NEAR_BEATS:
            start, line = line, min(line + meter.beats_per_bar, until)
            yield meter, start, line
