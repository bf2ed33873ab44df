"""Drum patterns as data: `patterns/*.toml`, one file for each style.

A row is a string with one sign for each step; spaces and bars (`|`) only help the eye:

- `.` is a rest; `1` to `9` is a stroke, `9` the loudest;
- `d` and `t` are two and three equal strokes within one step (rolls of hi-hats).

A row is as long as the pattern or goes into it a whole number of times, and is then repeated.
`steps_per_beat` is 4 (16 steps a bar), 3 (12, triplets) or 6 (24). `meter` is 4/4 unless said: a
bar of 7/8 then has 14 steps, one of 3/4 or 6/8 has 12, because a beat is a quarter in all of them.
`swing` is the share of a pair of steps that the first one takes: 0.5 is straight, 0.67 is triplets;
it moves every second step.
`tones` gives pitched voices their notes: `0` to `9`, `a`, `b` semitones above the kit's own.
"""

import tomllib
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from beat_service.drums.meter import FOUR_FOUR, Meter, MeterName, name_to_meter
from music_genre.webapi.beat_body import FASTEST_BPM, SLOWEST_BPM

BEATS_PER_BAR: Final = 4  # of our own patterns, and of songs
PATTERNS: Final = Path(__file__).parent.parent / "patterns"
LONGEST_PATTERN_BARS: Final = 4
STRAIGHT: Final = 0.5  # share of a pair of steps that the first takes without swing


class Voice(StrEnum):
    """A piece of the kit."""

    KICK = "kick"
    BASS_808 = "bass_808"
    SNARE = "snare"
    BRUSH = "brush"
    CLAP = "clap"
    RIM = "rim"
    HAT = "hat"
    PEDAL_HAT = "pedal_hat"
    OPEN_HAT = "open_hat"
    RIDE = "ride"
    RIDE_BELL = "ride_bell"
    CRASH = "crash"
    TOM_LOW = "tom_low"
    TOM_MID = "tom_mid"
    TOM_HIGH = "tom_high"
    CONGA_LOW = "conga_low"
    CONGA_HIGH = "conga_high"
    CONGA_SLAP = "conga_slap"
    SHAKER = "shaker"
    TAMBOURINE = "tambourine"
    COWBELL = "cowbell"
    CLAVES = "claves"
    LOG_DRUM = "log_drum"


PITCHED: Final = frozenset({Voice.BASS_808, Voice.LOG_DRUM, Voice.COWBELL})

KitName = Literal["studio", "machine", "club", "dusty"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Bpm = Annotated[float, Field(ge=SLOWEST_BPM, le=FASTEST_BPM, allow_inf_nan=False)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pattern(_Data):
    """One pattern of a style."""

    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=80)]
    bpm: Bpm
    kit: KitName
    meter: MeterName = str(FOUR_FOUR)
    steps_per_beat: Literal[3, 4, 6] = 4
    swing: Annotated[float, Field(ge=STRAIGHT, le=0.75)] = STRAIGHT
    steps: dict[Voice, Annotated[str, Field(pattern=r"^[.1-9dt |]+$")]] = Field(min_length=2)
    tones: dict[Voice, Annotated[str, Field(pattern=r"^[0-9ab. |]+$")]] = Field(
        default_factory=dict
    )

    @cached_property
    def n_steps(self) -> int:
        """Count the steps of the longest row."""
        return max(len(row_to_signs(row)) for row in self.steps.values())

    @property
    def bars(self) -> int:
        """Count the bars until it repeats."""
        return self.n_steps // self.steps_per_bar

    @cached_property
    def time_signature(self) -> Meter:
        """Read its meter."""
        return name_to_meter(self.meter) or FOUR_FOUR

    @property
    def beats_per_bar(self) -> float:
        """Count the quarters of a bar."""
        return self.time_signature.beats_per_bar

    @property
    def steps_per_bar(self) -> int:
        """Count the steps of a bar."""
        return self.time_signature.steps_per_bar(self.steps_per_beat)

    @model_validator(mode="after")
    def _fits_the_grid(self) -> Self:
        if self.n_steps % self.steps_per_bar or self.bars not in {1, 2, LONGEST_PATTERN_BARS}:
            raise ValueError(f"{self.id}: {self.n_steps} steps are not 1, 2 or 4 bars")
        for voice, row in (*self.steps.items(), *self.tones.items()):
            length = len(row_to_signs(row))
            if not length or self.n_steps % length:
                raise ValueError(f"{self.id}: {voice} has {length} steps of {self.n_steps}")
        if self.swing != STRAIGHT and self.steps_per_beat != 4:  # noqa: PLR2004  # sixteenths
            raise ValueError(f"{self.id}: triplets swing by themselves")
        if not self.tones.keys() <= self.steps.keys() & PITCHED:
            raise ValueError(f"{self.id}: tones of voices that are not played or have no pitch")
        return self


PATTERN_STRETCH: Final = 0.2  # ratio to its tempo within which a rhythm stays itself


class Style(_Data):
    """A file of `patterns/`: a style and its patterns."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    summary: Annotated[str, Field(min_length=1)]
    tempo_bpm: tuple[Bpm, Bpm]
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=3)]

    @model_validator(mode="after")
    def _fits_its_tempo(self) -> Self:
        slowest, fastest = self.tempo_bpm
        for pattern in self.patterns:
            if not slowest <= pattern.bpm <= fastest:
                raise ValueError(f"{pattern.id}: {pattern.bpm} BPM is not {self.name}'s")
        return self


def pattern_to_tempi(pattern: Pattern, style: Style) -> tuple[float, float]:
    """Work out the slowest and fastest tempo [BPM] at which a pattern is itself and its style."""
    slowest, fastest = style.tempo_bpm
    return (
        max(slowest, round(pattern.bpm * (1 - PATTERN_STRETCH), 1)),
        min(fastest, round(pattern.bpm * (1 + PATTERN_STRETCH), 1)),
    )


def row_to_signs(row: str) -> str:
    """Drop the signs that only help the eye: one sign for each step is left."""
    return row.replace(" ", "").replace("|", "")


def folder_to_styles(folder: Path = PATTERNS) -> tuple[Style, ...]:
    """Read every style of a folder, by name. Raises `ValidationError` with what does not fit."""
    files = sorted(folder.glob("*.toml"))
    return tuple(Style.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in files)
