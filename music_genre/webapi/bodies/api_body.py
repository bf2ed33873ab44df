"""The JSON body of `POST /api/predict`: its one schema, and that of problems inside it.

The front end fills it, clients check it.
"""

from typing import Final, Literal

from pydantic import Field

from music_genre.webapi.beat_body import RecommendationBody
from music_genre.webapi.body import SparseBody
from music_genre.webapi.prediction_body import Kind, Outcome, PredictionBody, Tags

# Whose answers it has under their names, besides the beat's.
GENRE_MODELS: Final[tuple[Literal["svm"], Literal["vgg19"]]] = ("svm", "vgg19")


class ProblemBody(SparseBody):
    """What a service says when it has no answer (RFC 9457)."""

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    code: str
    error: str
    retry_after_s: float | None = Field(None, description="when to come again; only with 503")
    request_id: str | None = Field(None, description="`X-Request-Id`, as in all logs")


class EnsembleBody(SparseBody):
    """The verdict: what the models, its witnesses, come to together."""

    genre: str | None = Field(
        description="the most probable genre; null for none_of_these, not_music and silence"
    )
    outcome: Outcome
    kind: Kind | None = Field(description="what it is instead; only with not_music")
    nearest: str | None = Field(
        description="the most probable genre, whatever the outcome; null for silence"
    )
    tags: Tags | None = Field(description="words for what the music rather is, each 0–1")
    probabilities: dict[str, float] | None = Field(
        description="the models' weighted mean, sum 1; null for silence"
    )
    confident_precision: float | None = Field(
        None,
        ge=0,
        le=1,
        description="of confident answers of several models, the share that was right when measured"
        " with clips of 30 s by artists unknown to training; null for one model alone",
    )


class ApiBody(SparseBody):
    """Answer of `POST /api/predict`; only the models that were asked have a key."""

    svm: PredictionBody | ProblemBody | None = None
    vgg19: PredictionBody | ProblemBody | None = None
    beat: RecommendationBody | ProblemBody | None = Field(None, description="a beat that fits")
    ensemble: EnsembleBody | None = Field(
        description="the verdict; null when no model answered, or models of different genres"
    )
    agreement: bool | None = Field(
        description="whether the same genre is nearest to all models; null for fewer than two"
    )
