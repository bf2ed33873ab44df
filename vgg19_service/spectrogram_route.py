"""`POST /v1/spectrogram`: peaks and mel-spectrogram of a whole track, for a player to draw."""

from flask import Blueprint, Response, current_app, jsonify, request

from music_genre.webapi.flask.upload import request_to_bytes
from music_genre.webapi.openapi import (
    UPLOADS,
    DescribedRoute,
    json_response,
    operation,
    problem_responses,
)
from music_genre.webapi.vgg19_body import SpectrogramBody
from vgg19_service.settings import Settings
from vgg19_service.spectrogram_body import bytes_to_spectrogram_body


def spectrogram_routes(settings: Settings) -> Blueprint:
    """Make the route; it needs no model."""
    routes = Blueprint("spectrogram", __name__)

    @routes.post("/v1/spectrogram")
    def v1_spectrogram() -> Response:
        encoded = request_to_bytes(request, current_app.config["MAX_UPLOAD_BYTES"])
        return jsonify(bytes_to_spectrogram_body(encoded, settings.max_audio_s).model_dump())

    return routes


def spectrogram_description() -> DescribedRoute:
    """Describe the route in OpenAPI."""
    schema = {"$ref": f"#/components/schemas/{SpectrogramBody.__name__}"}
    described = operation(
        "Peaks and mel-spectrogram of a whole track",
        json_response("what a player draws", schema)
        | problem_responses(400, 413, 415, 422, 500, 503),
        UPLOADS,
    )
    return DescribedRoute("/v1/spectrogram", "post", described, (SpectrogramBody,))
