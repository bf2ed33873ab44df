"""`POST /api/spectrogram` and `POST /api/explain`: what the page draws of a song, from VGG19.

The service's answers and problems pass through as they are, within the limits of `/api/predict`.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Request, Response, jsonify, request

from frontend.answers.api_body import is_problem
from frontend.answers.services import Service, answer_to_body, bytes_to_form
from frontend.settings import Settings
from music_genre.stages import stage
from music_genre.webapi.body import Body
from music_genre.webapi.connection import Timeouts, request_to_answer
from music_genre.webapi.flask.app import request_to_language
from music_genre.webapi.flask.upload import request_to_bytes
from music_genre.webapi.openapi import (
    UPLOADS,
    Schema,
    json_response,
    operation,
    problem_responses,
    query_parameter,
)
from music_genre.webapi.problems import PROBLEM_MEDIA_TYPE, ApiError
from music_genre.webapi.vgg19_body import ExplanationBody, SpectrogramBody

LOG: Final = logging.getLogger(__name__)
EXPLAIN_PARAMETERS: Final = ("genre", "segment")


def music_routes(vgg19: Service, settings: Settings) -> Blueprint:
    """Make the two routes that the VGG19 service answers."""
    routes = Blueprint("music", __name__)

    @routes.post("/api/spectrogram")
    def spectrogram() -> Response:
        url = f"{vgg19.url}/v1/spectrogram"
        return upload_to_response(vgg19, url, settings, SpectrogramBody)

    @routes.post("/api/explain")
    def explain() -> Response:
        url = f"{vgg19.url}/v1/explain?{request_to_explain_query(request)}"
        return upload_to_response(vgg19, url, settings, ExplanationBody)

    return routes


def request_to_explain_query(request: Request) -> str:
    """Pass on `genre` and `segment` of the query as they are, and always ask for JSON."""
    asked = {name: request.args[name] for name in EXPLAIN_PARAMETERS if name in request.args}
    return urlencode(asked | {"format": "json"})


def upload_to_response(
    service: Service,
    url: str,
    settings: Settings,
    kind: type[Body],
    change: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> Response:
    """Send the uploaded file to an address of a service; answer what comes back, changed.

    Raises `ApiError`.
    """
    payload = bytes_to_form(request_to_bytes(request, settings.max_upload_bytes))
    headers = {
        "Content-Type": payload.content_type,
        "Accept-Language": request_to_language(request),
    }
    timeouts = Timeouts(settings.connect_timeout_s, settings.service_timeout_s)
    try:
        with stage(service.asking):
            answer = request_to_answer("POST", url, timeouts, payload.content, headers)
        body = answer_to_body(answer, kind)
    except ApiError as error:
        LOG.warning("%s: %s (%r)", url, error.code, error.__cause__)
        raise
    response = jsonify(body if is_problem(body) else change(body))
    response.headers["Vary"] = "Accept-Language"
    if is_problem(body):
        response.status_code, response.content_type = body["status"], PROBLEM_MEDIA_TYPE
    return response


def music_paths() -> Mapping[str, Schema]:
    """Describe the routes in OpenAPI."""
    problems = problem_responses(400, 413, 415, 422, 500, 502, 503, 504)
    described = {
        "/api/spectrogram": operation(
            "Peaks and mel-spectrogram of a whole track, as VGG19's `/v1/spectrogram`",
            json_response("what a player draws", _schema(SpectrogramBody)) | problems,
            UPLOADS,
        ),
        "/api/explain": operation(
            "What in time and frequency speaks for a genre, as VGG19's `/v1/explain`",
            json_response("what speaks for the genre", _schema(ExplanationBody)) | problems,
            UPLOADS,
        ),
    }
    described["/api/explain"]["parameters"] = [
        query_parameter("genre", "instead of the track's answer", {"type": "string"}),
        query_parameter("segment", "window of the track", {"type": "integer", "minimum": 0}),
    ]
    return {path: {"post": route} for path, route in described.items()}


def _schema(kind: type[Body]) -> Schema:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
