"""What an API can be asked: route, query, and the schema of the answer."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.bodies.api_body import ApiBody
from music_genre.webapi.body import Body
from music_genre.webapi.vgg19_body import ExplanationBody, SpectrogramBody

# A path, the bytes of a file, or a file opened in binary mode that can be read from its beginning.
Song = str | os.PathLike[str] | bytes | BinaryIO
Model = Literal["svm", "vgg19", "beat"]
Value = str | int | float

NAME: Final = "audio"  # what the file is called there: its own name is nobody's business

BodyT = TypeVar("BodyT", bound=BaseModel)


class HealthBody(Body):
    """Whether the API can do its work, and the state of the services behind it by name."""

    status: Literal["ok", "failing"]
    services: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Question(Generic[BodyT]):
    """One request without its file; `is_answer` lists the statuses with which `answer` comes."""

    path: str
    answer: type[BodyT]
    query: Mapping[str, Value] = field(default_factory=dict)
    method: Literal["GET", "POST"] = "POST"
    is_answer: frozenset[int] = frozenset({200})


HEALTH: Final = Question("/readyz", HealthBody, method="GET", is_answer=frozenset({200, 503}))
SPECTROGRAM: Final = Question("/api/spectrogram", SpectrogramBody)
# The beat service's answer begins with that of its `/analyze`.
ANALYSIS: Final = Question("/api/recommend", AnalysisBody)


def predict_question(models: Sequence[Model]) -> Question[ApiBody]:
    """Ask what models say."""
    return Question("/api/predict", ApiBody, {"models": ",".join(models)})


def recommend_question(bpm: float) -> Question[RecommendationBody]:
    """Ask for beats at a tempo [BPM]."""
    return Question("/api/recommend", RecommendationBody, {"bpm": f"{bpm:.9g}"})


def explain_question(genre: str | None, segment: int | None) -> Question[ExplanationBody]:
    """Ask what speaks for a genre, or for the answer, in a window of the track."""
    asked: dict[str, Value | None] = {"genre": genre, "segment": segment}
    query = {name: value for name, value in asked.items() if value is not None}
    return Question("/api/explain", ExplanationBody, query)


def song_to_upload(song: Song) -> AbstractContextManager[bytes | BinaryIO]:
    """Open a song to be sent piece by piece. Raises `OSError` for a path that cannot be read."""
    if isinstance(song, bytes):
        return contextlib.nullcontext(song)
    if isinstance(song, str | os.PathLike):
        return Path(song).open("rb")
    return _kept_open(song)


@contextlib.contextmanager
def _kept_open(file: BinaryIO) -> Iterator[BinaryIO]:
    """Leave a file open that somebody else has opened."""
    yield file
