"""A genre service: a predictor behind the common routes. Both services are made here."""

from collections.abc import Sequence
from typing import Any, Protocol

from flask import Flask

from webapi.flask_app import new_app
from webapi.genre_routes import genre_routes
from webapi.metrics import PredictionMetrics
from webapi.openapi import genre_openapi
from webapi.prediction_body import ModelBody, PredictionBody
from webapi.settings import GenreServiceSettings


class Predictor(Protocol):
    """What a service brings: its model, and the way from bytes to an answer."""

    model: ModelBody

    def predict(self, encoded: bytes) -> PredictionBody:
        """Answer for an audio file; raises the service's domain errors."""


def new_genre_app(
    import_name: str,
    settings: GenreServiceSettings,
    predictor: Predictor,
    report_paths: Sequence[str],
    domain_errors: tuple[type[Exception], ...],
) -> Flask:
    """The Flask app of a genre service whose model is loaded and warm."""
    model = predictor.model

    def readiness() -> tuple[bool, dict[str, Any]]:
        return True, {"model": model.model_dump()}

    openapi = genre_openapi(model.name, report_paths)
    app = new_app(import_name, settings, readiness, openapi, domain_errors)
    metrics = PredictionMetrics(app.extensions["metrics"].registry)

    def measured_predict(encoded: bytes) -> PredictionBody:
        body = predictor.predict(encoded)
        metrics.count(body)
        return body

    app.register_blueprint(genre_routes(measured_predict, report_paths, domain_errors))
    return app
