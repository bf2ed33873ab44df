"""What the page needs of the beat service's answer, checked: the whole schema is the service's."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Bpm = Annotated[float, Field(gt=0)]
Steps = Annotated[list[Share], Field(min_length=16, max_length=16)]
Mode = Literal["major", "minor"]
Tonic = Annotated[str, Field(pattern=r"^[A-G][#b]?$")]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class Candidate(_Answer):
    """A possible tempo."""

    bpm: Bpm
    score: Share
    relation: Literal["chosen", "half", "double", "third", "triple", "other"]


class TempoAnswer(_Answer):
    """Tempo and its doubt."""

    bpm: Bpm
    confidence: Share
    candidates: list[Candidate]


class Guess(_Answer):
    """A possible key."""

    tonic: Tonic
    mode: Mode
    confidence: Share


class KeyAnswer(_Answer):
    """Key; no codes where none is clear, and always the guesses."""

    clear: bool
    camelot: str | None
    open_key: str | None
    guesses: Annotated[list[Guess], Field(min_length=1)]


class Part(_Answer):
    """One measurement of the energy."""

    measured: float
    level: Share


class EnergyAnswer(_Answer):
    """Energy and what it is made of."""

    energy: Share
    loudness_lufs: Part
    onset_rate_hz: Part
    brightness_hz: Part


class Pattern(_Answer):
    """The closest named pattern."""

    name: str
    similarity: Share


class StepsAnswer(_Answer):
    """Sixteen strengths in each band."""

    low: Steps
    mid: Steps
    high: Steps


class RhythmAnswer(_Answer):
    """The mean bar."""

    steps: StepsAnswer | None
    swing_ratio: float | None
    pattern: Pattern | None


class Beat(_Answer):
    """A beat of the base."""

    id: str
    title: str
    bpm: Bpm
    key: str | None = None
    bars: int = Field(ge=1)
    licence: str
    author: str


class Recommended(_Answer):
    """A style, how much it fits, and a beat of it."""

    style: str
    confidence: Share
    beat: Beat


class Prior(_Answer):
    """The genre that had a say where the rhythm was not sure."""

    genre: str
    probability: Share


class BeatAnswer(_Answer):
    """Answer of `/recommend`; `tempo` is null for silence."""

    tempo: TempoAnswer | None
    key: KeyAnswer | None = None
    energy: EnergyAnswer | None = None
    rhythm: RhythmAnswer | None = None
    certain: bool = False
    prior: Prior | None = None
    chosen: Recommended | None = None
    alternatives: list[Recommended] = []

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """The answer of a body. Raises `ValidationError`."""
        chosen = {"style": body.get("recommended_beat"), **body} if body.get("beat") else None
        return cls.model_validate({**body, "chosen": chosen})
