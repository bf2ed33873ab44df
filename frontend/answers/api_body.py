"""The services' bodies → the body of `POST /api/predict`, and its schema."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import Field

from frontend.answers.recommendation import body_with_our_urls
from frontend.answers.verdict import bodies_to_verdict, body_to_nearest
from frontend.ensemble import EnsembleSettings
from music_genre.webapi.beat_body import RecommendationBody
from music_genre.webapi.body import Body
from music_genre.webapi.prediction_body import Kind, Outcome, PredictionBody, Tags

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
    retry_after_s: float | None = Field(None, description="when to come again; only with 503")
    request_id: str | None = Field(None, description="`X-Request-Id`, as in all logs")


class EnsembleBody(Body):
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


class ApiBody(Body):
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


def is_problem(body: Mapping[str, Any]) -> bool:
    """Tell whether a service's body is a problem instead of a prediction."""
    return "code" in body


def bodies_to_api_body(
    bodies: Mapping[str, Mapping[str, Any]], ensemble: EnsembleSettings
) -> dict[str, Any]:
    """Put the services' bodies together with the verdict on them.

    When all of them failed, the body is itself a problem: the first that the client can mend, or
    else the first.
    """
    answers = {name: body for name, body in bodies.items() if not is_problem(body)}
    beats = {name: body_with_our_urls(answers[name]) for name in answers if name == BEAT}
    models = {name: body for name, body in answers.items() if name != BEAT}
    nearest = [body_to_nearest(body) for body in models.values()]
    api_body = {
        **bodies,
        **beats,
        "ensemble": bodies_to_verdict(models, ensemble),
        "agreement": len(set(nearest)) == 1 if len(nearest) > 1 else None,
    }
    if answers:
        return api_body
    problems = sorted(bodies.values(), key=lambda body: body["status"] not in CLIENT_ERRORS)
    problem, members = problems[0], (*PROBLEM_MEMBERS, "request_id")
    return {member: problem[member] for member in members if member in problem} | api_body
