"""What the genre models say → the one verdict. The models are its witnesses.

A model that has learnt what is not music, and what music is none of its genres, is believed in
that: the others must name a genre for any sound. Answers that were kept in links before there were
kinds and words lack those members.
"""

from collections.abc import Mapping
from typing import Any, Final

from frontend.ensemble import EnsembleSettings, probabilities_to_ensemble
from music_genre.webapi.prediction_body import Outcome, most_probable
from music_genre.webapi.sight.answers import AnswerMetrics

ENSEMBLE: Final = "ensemble"  # the name of all models together, among those that are counted

NO_GENRE_FITS: Final[frozenset[Outcome]] = frozenset({"none_of_these", "not_music"})

Body = Mapping[str, Any]


def bodies_to_verdict(
    bodies: Mapping[str, Body], settings: EnsembleSettings
) -> dict[str, Any] | None:
    """Join what the models say, by name: the members of `EnsembleBody`.

    One model alone has the last word. None when no model answered, or models that know different
    genres: each was taught other music, and what one cannot place may be what the other was taught.
    """
    if len(bodies) == 1:
        (body,) = bodies.values()
        return {
            "genre": body["genre"],
            "outcome": body["outcome"],
            "kind": body.get("kind"),
            "nearest": body_to_nearest(body),
            "tags": body.get("tags"),
            "probabilities": body["probabilities"],
        }
    genres = {frozenset(body["probabilities"]) for body in bodies.values() if body["probabilities"]}
    if len(genres) > 1:
        return None
    joined = probabilities_to_ensemble(
        {name: body["probabilities"] for name, body in bodies.items()}, settings
    )
    tags = next((body["tags"] for body in bodies.values() if body.get("tags")), None)
    knowing = [body for body in bodies.values() if body["outcome"] in NO_GENRE_FITS]
    if knowing:
        probabilities = (joined or knowing[0])["probabilities"]
        return {
            "genre": None,
            "outcome": knowing[0]["outcome"],
            "kind": knowing[0].get("kind"),
            "nearest": most_probable(probabilities),
            "tags": tags,
            "probabilities": probabilities,
        }
    if joined is None or joined["genre"] is None:
        return joined and joined | {"kind": None, "nearest": None, "tags": tags}
    return joined | {
        "kind": None,
        "nearest": joined["genre"],
        "tags": tags,
        "confident_precision": settings.confident_precision if len(bodies) > 1 else None,
    }


def body_to_nearest(body: Body) -> str | None:
    """Find the most probable genre of an answer; None for silence."""
    nearest: str | None = body.get("nearest") or body["genre"]
    return nearest


def count_verdict(metrics: AnswerMetrics, body: Body) -> None:
    """Count what the page says of a song; nothing where nobody answered, or no genre was asked."""
    if verdict := body.get("ensemble"):
        metrics.count_answer(
            ENSEMBLE, verdict["genre"], verdict["outcome"], verdict["probabilities"]
        )
