"""Probabilities → the JSON body of a prediction, and its schema."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

PROBABILITY_DIGITS = 4
TIME_DIGITS = 3


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class SegmentBody(_Body):
    """One window of the track."""

    start_s: float
    end_s: float
    probabilities: dict[str, float] | None = Field(description="null where it is silent")


class AudioBody(_Body):
    """What was sent."""

    duration_s: float
    sample_rate_hz: int
    channels: int
    format: str


class ModelBody(_Body):
    """Which model answered."""

    name: str
    version: str
    sha256: str


class PredictionBody(_Body):
    """Answer of a genre service."""

    genre: str | None = Field(description="the most probable genre; null for silence")
    outcome: Literal["confident", "ambiguous", "silence"]
    probabilities: dict[str, float] | None = Field(description="calibrated, sum 1")
    segments: list[SegmentBody]
    audio: AudioBody
    model: ModelBody
    timing_ms: dict[str, float]


def probabilities_to_named(
    genres: Sequence[str], probabilities: Sequence[float] | None
) -> dict[str, float] | None:
    """Genre → probability, rounded, in the model's order; None stays None."""
    if probabilities is None:
        return None
    return {
        genre: round(probability, PROBABILITY_DIGITS)
        for genre, probability in zip(genres, probabilities, strict=True)
    }


def most_probable(probabilities: Mapping[str, float] | None) -> str | None:
    """The first genre of those shown with the largest probability."""
    return max(probabilities, key=probabilities.__getitem__) if probabilities else None
