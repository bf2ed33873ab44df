"""Meters: how long a bar is. Beats are quarter notes everywhere, as in MIDI, whatever is counted.

So 7/8 at 120 BPM has bars of 3.5 beats, 1.75 s. Bars are as long as sixteenths can fill.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from music_genre.webapi.beat_body import METER, STEPS_PER_BEAT

WHOLE_NOTE_BEATS: Final = 4  # quarters in it
MeterName = Annotated[str, Field(pattern=rf"^{METER}$")]


@dataclass(frozen=True)
class Meter:
    """A time signature: `count` notes, each a whole note divided by `unit`, make a bar."""

    count: int
    unit: int

    def __str__(self) -> str:
        """Write it as musicians do: `7/8`."""
        return f"{self.count}/{self.unit}"

    @property
    def beats_per_bar(self) -> float:
        """Count the quarters of a bar."""
        return self.count * WHOLE_NOTE_BEATS / self.unit

    def steps_per_bar(self, steps_per_beat: int = STEPS_PER_BEAT) -> int:
        """Count the steps of a bar. Raises `ValueError` where they do not fill it."""
        steps, left = divmod(self.count * WHOLE_NOTE_BEATS * steps_per_beat, self.unit)
        if left:
            raise ValueError(f"{steps_per_beat} steps a beat do not fill a bar of {self}")
        return steps


FOUR_FOUR: Final = Meter(4, 4)


def name_to_meter(name: str) -> Meter | None:
    """Read `7/8`; None where it is no meter that sixteenths can fill."""
    if not re.fullmatch(METER, name):
        return None
    count, unit = name.split("/")
    return Meter(int(count), int(unit))
