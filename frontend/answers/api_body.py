"""The services' bodies → the body of `POST /api/predict`."""

from collections.abc import Mapping
from typing import Any, Final

from frontend.answers.recommendation import body_with_our_urls
from frontend.answers.verdict import bodies_to_verdict, body_to_nearest
from frontend.ensemble import EnsembleSettings
from music_genre.stages import stage

BEAT: Final = "beat"  # the one service whose answer is no genre
PROBLEM_MEMBERS: Final = ("type", "title", "status", "detail", "code", "error", "request_id")
CLIENT_ERRORS: Final = range(400, 500)


def is_problem(body: Mapping[str, Any]) -> bool:
    """Tell whether a service's body is a problem instead of a prediction."""
    return "code" in body


@stage("join")
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
    problem = problems[0]
    return {name: problem[name] for name in PROBLEM_MEMBERS if name in problem} | api_body
