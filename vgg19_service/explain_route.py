"""`POST /v1/explain`: why the network says what it says, as JSON with a picture or as PNG alone."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Request, Response, current_app, jsonify, request

from music_genre.webapi.flask.upload import request_to_bytes
from music_genre.webapi.openapi import (
    BINARY,
    UPLOADS,
    DescribedRoute,
    operation,
    problem_responses,
    query_parameter,
)
from music_genre.webapi.prediction_body import manifest_to_model_body
from music_genre.webapi.problems import ApiError
from music_genre.webapi.sight.answers import ExplanationMetrics
from music_genre.webapi.vgg19_body import ExplanationBody
from vgg19_service.explanation import Explanation, bytes_to_explanation
from vgg19_service.explanation_body import explanation_to_body
from vgg19_service.importance_picture import explanation_to_png
from vgg19_service.model import Vgg19Model
from vgg19_service.settings import Settings

JSON_TYPE: Final = "application/json"
PNG_TYPE: Final = "image/png"
NUMBER: Final = r"[0-9]{1,9}"
FORMATS: Final = {"json": JSON_TYPE, "png": PNG_TYPE}


@dataclass(frozen=True)
class Asked:
    """What the query asks; None is the default."""

    genre: int | None
    segment: int | None
    media_type: str


def explain_routes(model: Vgg19Model, settings: Settings, metrics: ExplanationMetrics) -> Blueprint:
    """Make the route, with the model behind it."""
    routes = Blueprint("explain", __name__)
    genres = model.manifest.genres
    model_body = manifest_to_model_body(model.manifest)

    def explain(encoded: bytes, asked: Asked) -> Explanation:
        started = time.perf_counter()
        explanation = bytes_to_explanation(
            encoded, settings.max_audio_s, model, asked.genre, asked.segment
        )
        elapsed_s = time.perf_counter() - started
        metrics.count(model_body.name, genres[explanation.genre], elapsed_s)
        return explanation

    @routes.post("/v1/explain")
    def v1_explain() -> Response:
        asked = request_to_asked(request, genres)
        encoded = request_to_bytes(request, current_app.config["MAX_UPLOAD_BYTES"])
        explanation = explain(encoded, asked)
        png = explanation_to_png(explanation, genres[explanation.genre])
        if asked.media_type == PNG_TYPE:
            response = Response(png, content_type=PNG_TYPE)
        else:
            body = explanation_to_body(explanation, genres, png, model_body)
            response = jsonify(body.model_dump())
        response.headers["Vary"] = "Accept"
        return response

    return routes


def request_to_asked(request: Request, genres: Sequence[str]) -> Asked:
    """Read `genre`, `segment`, `format` of the query. Raises `ApiError` before anything is read."""
    genre, segment = request.args.get("genre"), request.args.get("segment")
    if genre is not None and genre not in genres:
        raise ApiError("unknown_genre")
    if segment is not None and not re.fullmatch(NUMBER, segment):
        raise ApiError("malformed_query")
    return Asked(
        genre=None if genre is None else genres.index(genre),
        segment=None if segment is None else int(segment),
        media_type=_media_type(request),
    )


def _media_type(request: Request) -> str:
    """Take what `format` says, else what the client accepts most; JSON where it does not care."""
    if (wanted := request.args.get("format")) is not None:
        if wanted not in FORMATS:
            raise ApiError("malformed_query")
        return FORMATS[wanted]
    return request.accept_mimetypes.best_match([JSON_TYPE, PNG_TYPE], default=JSON_TYPE)


def explain_description(genres: Sequence[str]) -> DescribedRoute:
    """Describe the route in OpenAPI."""
    schema = {"$ref": f"#/components/schemas/{ExplanationBody.__name__}"}
    content = {JSON_TYPE: {"schema": schema}, PNG_TYPE: BINARY}
    answer = {"200": {"description": "what speaks for the genre", "content": content}}
    parameters = [
        query_parameter(
            "genre", "instead of the track's answer", {"type": "string", "enum": list(genres)}
        ),
        query_parameter(
            "segment",
            "window of the track, from 0, instead of the one with most of the genre",
            {"type": "integer", "minimum": 0},
        ),
        query_parameter(
            "format", "instead of the Accept header", {"type": "string", "enum": list(FORMATS)}
        ),
    ]
    described = operation(
        "What in time and frequency speaks for a genre",
        answer | problem_responses(400, 413, 415, 422, 500, 503),
        UPLOADS,
    )
    return DescribedRoute(
        "/v1/explain", "post", described | {"parameters": parameters}, (ExplanationBody,)
    )
