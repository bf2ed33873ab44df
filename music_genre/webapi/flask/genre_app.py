"""A genre service: a model behind the common routes. Both services are made here."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from music_genre.webapi.arithmetic_body import ArithmeticCheck, checks_to_facts
from music_genre.webapi.flask.app import new_app
from music_genre.webapi.flask.genre_routes import genre_routes
from music_genre.webapi.openapi import DescribedRoute, genre_openapi
from music_genre.webapi.prediction_body import (
    ModelFacts,
    Prediction,
    PredictionBody,
    manifest_to_model_body,
    probabilities_to_body,
)
from music_genre.webapi.settings import GenreServiceSettings
from music_genre.webapi.sight.answers import PredictionMetrics
from music_genre.webapi.sight.models import ModelMetrics


def new_genre_app(  # noqa: PLR0913  # a service is made of this many independent parts
    import_name: str,
    settings: GenreServiceSettings,
    model: ModelFacts,
    predict: Callable[[bytes, float], Prediction],
    report_paths: Sequence[str],
    *,
    check: ArithmeticCheck,
    more: Sequence[DescribedRoute] = (),
) -> Flask:
    """Make the Flask app of a genre service whose model is loaded and warm.

    `check` is what warming up found; `predict` takes the file's bytes and the longest duration
    allowed [s]; `more` describes routes that the service adds itself.
    """
    body_of_model = manifest_to_model_body(model)
    checks = {model.name: check}
    facts = {"model": body_of_model.model_dump(), "genres": list(model.genres)}
    facts |= checks_to_facts(checks)

    def readiness() -> tuple[bool, dict[str, Any]]:
        return True, facts

    openapi = genre_openapi(model.name, report_paths, more)
    app = new_app(import_name, settings, readiness, openapi)
    registry = app.extensions["metrics"].registry
    ModelMetrics(registry, checks, {model.name: model.version})
    metrics = PredictionMetrics(registry)

    def predict_body(encoded: bytes) -> PredictionBody:
        prediction = predict(encoded, settings.max_audio_s)
        body = probabilities_to_body(prediction, model.genres, body_of_model)
        metrics.count(body)
        return body

    app.register_blueprint(genre_routes(predict_body, report_paths))
    return app
