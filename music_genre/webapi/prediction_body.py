"""Probabilities → the JSON body of a prediction, and its schema."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Final, Literal, Protocol

from pydantic import AfterValidator, Field

from music_genre.webapi.body import Body

Outcome = Literal["confident", "ambiguous", "none_of_these", "not_music", "silence"]
DownMix = Literal["mono", "mean", "louder_channel"]
Kind = Literal["speech", "noise", "tone", "other"]

NAMES_A_GENRE: Final[frozenset[Outcome]] = frozenset({"confident", "ambiguous"})

PROBABILITY_DIGITS = 4
TIME_DIGITS = 3
SUM_WITHIN: Final = 0.01  # distance of a sum from 1: other services may round more than ours


def probabilities_with_sum_1(probabilities: dict[str, float]) -> dict[str, float]:
    """Return them as they are. Raises `ValueError` where they do not add up to 1."""
    rounded = len(probabilities) * 10**-PROBABILITY_DIGITS / 2  # more than that with many genres
    if abs(sum(probabilities.values()) - 1) > max(SUM_WITHIN, rounded):
        raise ValueError("the probabilities do not add up to 1")
    return probabilities


Probabilities = Annotated[
    dict[str, Annotated[float, Field(ge=0, le=1)]],
    Field(min_length=1),
    AfterValidator(probabilities_with_sum_1),
]
Tags = dict[str, Annotated[float, Field(ge=0, le=1)]]


class SegmentBody(Body):
    """One window of the track."""

    start_s: float
    end_s: float
    probabilities: Probabilities | None = Field(description="null where it is silent")


class AudioBody(Body):
    """What was heard of the file that was sent."""

    duration_s: float
    sample_rate_hz: int
    channels: int
    format: str
    sounding_s: float | None = Field(
        None, description="of its duration, what is no silence of 3.5 s or more"
    )
    truncated: bool = Field(False, description="the file ends before its end")
    down_mix: DownMix | None = Field(
        None,
        description="how the channels became one: there was one, their mean, or, where they "
        "cancel each other by more than 6 dB, the louder one",
    )


class ModelBody(Body):
    """Which model answered."""

    name: str
    version: str
    sha256: str


class PredictionBody(Body):
    """Answer of a genre service."""

    genre: str | None = Field(
        description="the most probable genre; null for none_of_these, not_music and silence"
    )
    outcome: Outcome
    kind: Kind | None = Field(None, description="what it is instead; only with not_music")
    nearest: str | None = Field(
        None,
        description="the most probable of the model's genres, whatever the outcome; null "
        "for silence",
    )
    tags: Tags | None = Field(
        None,
        description="words for what the music rather is, each 0–1; null where the model has none",
    )
    probabilities: Probabilities | None = Field(
        description="of the model's genres, calibrated, sum 1; null for silence"
    )
    segments: list[SegmentBody]
    audio: AudioBody
    model: ModelBody
    timing_ms: dict[str, float]


class Segment(Protocol):
    """One window's answer."""

    @property
    def start_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...
    @property
    def probabilities(self) -> Iterable[float] | None: ...


class AudioFacts(Protocol):
    """Facts of the file."""

    @property
    def duration_s(self) -> float: ...
    @property
    def sample_rate_hz(self) -> int: ...
    @property
    def channels(self) -> int: ...
    @property
    def format(self) -> str: ...
    @property
    def sounding_s(self) -> float | None: ...
    @property
    def truncated(self) -> bool: ...
    @property
    def down_mix(self) -> DownMix | None: ...


class Prediction(Protocol):
    """A track's answer, as the service's own code gives it."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def kind(self) -> Kind | None: ...
    @property
    def tags(self) -> Mapping[str, float] | None: ...
    @property
    def probabilities(self) -> Iterable[float] | None: ...
    @property
    def segments(self) -> Sequence[Segment]: ...
    @property
    def audio(self) -> AudioFacts: ...
    @property
    def timing_ms(self) -> Mapping[str, float]: ...


class ModelFacts(Protocol):
    """The facts of a model that a service tells."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def genres(self) -> Sequence[str]: ...


def manifest_to_model_body(model: ModelFacts) -> ModelBody:
    """Make the description of the model that every answer has."""
    return ModelBody(name=model.name, version=model.version, sha256=model.sha256)


def probabilities_to_body(
    prediction: Prediction, genres: Sequence[str], model: ModelBody
) -> PredictionBody:
    """Make the body of a track's answer; `nearest` has the largest probability of those shown."""
    probabilities = probabilities_to_named(genres, prediction.probabilities)
    nearest = most_probable(probabilities) if probabilities else None
    tags = prediction.tags
    return PredictionBody(
        genre=nearest if prediction.outcome in NAMES_A_GENRE else None,
        outcome=prediction.outcome,
        kind=prediction.kind,
        nearest=nearest,
        tags=None if tags is None else probabilities_to_named(list(tags), tags.values()),
        probabilities=probabilities,
        segments=[
            SegmentBody(
                start_s=round(segment.start_s, TIME_DIGITS),
                end_s=round(segment.end_s, TIME_DIGITS),
                probabilities=probabilities_to_named(genres, segment.probabilities),
            )
            for segment in prediction.segments
        ],
        audio=facts_to_audio_body(prediction.audio),
        model=model,
        timing_ms={stage: round(ms, TIME_DIGITS) for stage, ms in prediction.timing_ms.items()},
    )


def facts_to_audio_body(audio: AudioFacts) -> AudioBody:
    """Round the facts of the file."""
    sounding_s = audio.sounding_s
    return AudioBody(
        duration_s=round(audio.duration_s, TIME_DIGITS),
        sample_rate_hz=audio.sample_rate_hz,
        channels=audio.channels,
        format=audio.format,
        sounding_s=None if sounding_s is None else round(sounding_s, TIME_DIGITS),
        truncated=audio.truncated,
        down_mix=audio.down_mix,
    )


def probabilities_to_named(
    genres: Sequence[str], probabilities: Iterable[float] | None
) -> dict[str, float] | None:
    """Name and round probabilities, in the model's order; None stays None."""
    if probabilities is None:
        return None
    return {
        genre: round(float(probability), PROBABILITY_DIGITS)
        for genre, probability in zip(genres, probabilities, strict=True)
    }


def most_probable(probabilities: Mapping[str, float]) -> str:
    """Find the first genre of those shown with the largest probability."""
    return max(probabilities, key=probabilities.__getitem__)
