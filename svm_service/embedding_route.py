"""`POST /v1/embedding`: what the network has learnt to hear in a track, as a vector to compare."""

from flask import Blueprint, Response, current_app, jsonify, request

from music_genre.webapi.flask.upload import request_to_bytes
from music_genre.webapi.openapi import (
    UPLOADS,
    DescribedRoute,
    json_response,
    operation,
    problem_responses,
)
from svm_service.embedding_body import EmbeddingBody, bytes_to_embedding_body
from svm_service.model import SvmModel
from svm_service.settings import Settings


def embedding_routes(model: SvmModel, settings: Settings) -> Blueprint:
    """Make the route."""
    routes = Blueprint("embedding", __name__)

    @routes.post("/v1/embedding")
    def v1_embedding() -> Response:
        encoded = request_to_bytes(request, current_app.config["MAX_UPLOAD_BYTES"])
        return jsonify(bytes_to_embedding_body(encoded, settings.max_audio_s, model).model_dump())

    return routes


def embedding_description() -> DescribedRoute:
    """Describe the route in OpenAPI."""
    schema = {"$ref": f"#/components/schemas/{EmbeddingBody.__name__}"}
    described = operation(
        "A vector of a whole track, to find similar ones by",
        json_response("a vector and the network that it is of", schema)
        | problem_responses(400, 413, 415, 422, 500, 503),
        UPLOADS,
    )
    return DescribedRoute("/v1/embedding", "post", described, (EmbeddingBody,))
