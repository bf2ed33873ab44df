"""What every Flask service has alike: errors, health, metrics, OpenAPI.

A service makes its app with `new_app`, adds its routes, and is done.
"""

import time
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Flask, Request, Response, current_app, g, jsonify, request
from flask.json.provider import DefaultJSONProvider
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from werkzeug.exceptions import HTTPException

from music_genre.stages import begin
from music_genre.translations.catalogues import Language, header_to_language
from music_genre.webapi.health import LIVE_BODY, Readiness, readiness_to_answer
from music_genre.webapi.intake.limits import body_limit_bytes
from music_genre.webapi.logs.asked import NO_ROUTE, note_route
from music_genre.webapi.openapi import document_at
from music_genre.webapi.problems import (
    PROBLEM_MEDIA_TYPE,
    CodedError,
    error_to_coded,
    error_to_problem,
    problem_to_headers,
)
from music_genre.webapi.serving import REFUSAL
from music_genre.webapi.settings import ServiceSettings
from music_genre.webapi.sight.metrics import ServiceMetrics

COME_AGAIN_S: Final = 5  # where nobody said when


class ReadableJson(DefaultJSONProvider):
    """JSON with accents as they are and keys in the order of the models."""

    ensure_ascii = False
    sort_keys = False


def new_app(
    import_name: str,
    settings: ServiceSettings,
    readiness: Readiness,
    openapi: dict[str, Any],
) -> Flask:
    """Make a Flask app with the routes and error bodies that all services share.

    `readiness` says whether the service can do its work, and with what.
    """
    app = Flask(import_name)
    app.url_map.strict_slashes = app.url_map.merge_slashes = False  # as FastAPI is told too
    app.config["MAX_CONTENT_LENGTH"] = body_limit_bytes("", settings.max_upload_bytes)
    app.config["MAX_UPLOAD_BYTES"] = settings.max_upload_bytes
    app.json = ReadableJson(app)
    app.extensions["metrics"] = metrics = ServiceMetrics()
    app.register_blueprint(_health_routes(readiness, openapi, metrics, settings.start_id))
    app.register_error_handler(Exception, error_to_response)
    _count_requests(app, metrics)
    app.before_request(refuse_as_told)
    app.after_request(say_when_to_come_again)
    return app


def _health_routes(
    readiness: Readiness, openapi: dict[str, Any], metrics: ServiceMetrics, start_id: str
) -> Blueprint:
    """Make `/livez`, `/readyz`, `/metrics`, `/openapi.json`."""
    routes = Blueprint("health", __name__)

    @routes.get("/livez")
    def livez() -> Response:
        return jsonify(LIVE_BODY)

    @routes.get("/readyz")
    def readyz() -> tuple[Response, int, dict[str, str]]:
        body, status, headers = readiness_to_answer(readiness, start_id)
        return jsonify(body), status, headers

    @routes.get("/metrics")
    def metrics_page() -> Response:
        return Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)

    @routes.get("/openapi.json")
    def openapi_document() -> Response:
        return jsonify(document_at(openapi, request.script_root))

    return routes


def problem_response(problem: dict[str, Any]) -> Response:
    """Make a response of a problem's body."""
    metrics: ServiceMetrics = current_app.extensions["metrics"]
    metrics.reject(problem["code"])
    response = jsonify(problem)
    response.status_code = problem["status"]
    response.content_type = PROBLEM_MEDIA_TYPE
    response.headers["Vary"] = "Accept-Language"
    return response


def say_when_to_come_again(response: Response) -> Response:
    """Give every 503 its `Retry-After`, those of other services that are passed on too."""
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers.setdefault("Retry-After", str(COME_AGAIN_S))
    return response


def refuse_as_told() -> None:
    """Refuse a request as who stands before the app says. Raises `ApiError`."""
    if refusal := request.environ.get(REFUSAL):
        raise refusal


def request_to_language(request: Request) -> Language:
    """Choose the reader's language by the request's header."""
    return header_to_language(request.headers.get("Accept-Language"))


def error_to_response(error: Exception) -> Response:
    """Answer for whatever was raised."""
    coded = exception_to_coded(error)
    response = problem_response(error_to_problem(coded, request_to_language(request)))
    response.headers.update(problem_to_headers(coded))
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(allowed)
    return response


def exception_to_coded(error: Exception) -> CodedError:
    """Turn what was raised into an error with one of our codes.

    Flask's own (404, 405, 413 …) get theirs; what we did not expect is our fault: the log gets
    everything, the client nothing of it.
    """
    status = error.code if isinstance(error, HTTPException) else None
    coded = error_to_coded(error, status, current_app.config["MAX_UPLOAD_BYTES"])
    if coded.code == "internal_error" and not isinstance(error, CodedError):
        current_app.logger.error("unexpected error", exc_info=error)
    return coded


def _count_requests(app: Flask, metrics: ServiceMetrics) -> None:
    """Measure every request and its stages, by route and status, to the end of its answer."""

    @app.before_request
    def start_clock() -> None:
        g.started, g.stages = time.perf_counter(), begin()

    @app.after_request
    def stop_clock(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else NO_ROUTE
        note_route(route)
        counted = metrics.requests.labels(request.method, route, response.status_code)
        stages, started = g.get("stages"), g.get("started", time.perf_counter())

        def count() -> None:
            counted.observe(time.perf_counter() - started)
            if stages:
                metrics.count_stages(stages)

        if response.is_streamed:  # it is made while it is sent
            response.call_on_close(count)
        else:
            count()
        return response
