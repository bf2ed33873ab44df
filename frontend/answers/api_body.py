"""The services' bodies → the body of `POST /api/predict`, and its schema."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import Field

from frontend.answers.recommendation import body_with_our_urls
from frontend.ensemble import EnsembleSettings, probabilities_to_ensemble
from music_genre.webapi.beat_body import RecommendationBody
from music_genre.webapi.body import Body
from music_genre.webapi.prediction_body import Outcome, PredictionBody

BEAT: Final = "beat"  # the one service whose answer is no genre
PROBLEM_MEMBERS: Final = ("type", "title", "status", "detail", "code", "error")
CLIENT_ERRORS: Final = range(400, 500)


class ProblemBody(Body):
    """What a service says when it has no answer (RFC 9457)."""

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    code: str
    error: str


class EnsembleBody(Body):
    """The models' weighted mean."""

    genre: str | None = Field(description="the most probable genre; null for silence")
    outcome: Outcome
    probabilities: dict[str, float] | None = Field(description="sum 1; null for silence")


class ApiBody(Body):
    """Answer of `POST /api/predict`; only the models that were asked have a key."""

    svm: PredictionBody | ProblemBody | None = None
    vgg19: PredictionBody | ProblemBody | None = None
    beat: RecommendationBody | ProblemBody | None = Field(None, description="a beat that fits")
    ensemble: EnsembleBody | None = Field(
        description="null when no model answered, or models that know different genres"
    )
    agreement: bool | None = Field(
        description="whether the models name the same genre; null when fewer than two answered"
    )


def is_problem(body: Mapping[str, Any]) -> bool:
    """Tell whether a service's body is a problem instead of a prediction."""
    return "code" in body


def bodies_to_api_body(
    bodies: Mapping[str, Mapping[str, Any]], ensemble: EnsembleSettings
) -> dict[str, Any]:
    """Put the services' bodies together with their ensemble.

    When all of them failed, the body is itself a problem: the first that the client can mend, or
    else the first.
    """
    answers = {name: body for name, body in bodies.items() if not is_problem(body)}
    beats = {name: body_with_our_urls(answers[name]) for name in answers if name == BEAT}
    models = {name: body for name, body in answers.items() if name != BEAT}
    genres = [body["genre"] for body in models.values()]
    api_body = {
        **bodies,
        **beats,
        "ensemble": probabilities_to_ensemble(
            {name: body["probabilities"] for name, body in models.items()}, ensemble
        ),
        "agreement": len(set(genres)) == 1 if len(genres) > 1 else None,
    }
    if answers:
        return api_body
    problems = sorted(bodies.values(), key=lambda body: body["status"] not in CLIENT_ERRORS)
    return {member: problems[0][member] for member in PROBLEM_MEMBERS} | api_body
