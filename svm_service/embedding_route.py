"""`POST /v1/embedding`: what the network has learnt to hear in a track, as a vector to compare."""

from flask import Blueprint, Response, current_app, jsonify, request
from pydantic import Field

from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.errors import SilentAudioError
from music_genre.audio.windows import waveform_to_windows
from music_genre.webapi.body import Body
from music_genre.webapi.flask.upload import request_to_bytes
from music_genre.webapi.openapi import (
    UPLOADS,
    DescribedRoute,
    json_response,
    operation,
    problem_responses,
)
from music_genre.webapi.prediction_body import AudioBody, facts_to_audio_body
from svm_service.learnt import N_EMBEDDING, NETWORK_NAME, windows_to_embedding
from svm_service.model import SvmModel
from svm_service.settings import Settings

DIGITS = 5


class EmbeddingBody(Body):
    """A track's embedding; vectors of one network and version can be compared."""

    embedding: list[float] = Field(min_length=N_EMBEDDING, max_length=N_EMBEDDING)
    network: str
    version: str = Field(description="SHA-256 of the network's file")
    audio: AudioBody


def bytes_to_embedding_body(encoded: bytes, max_audio_s: float, model: SvmModel) -> EmbeddingBody:
    """Compute the mean embedding of the sounding windows, by duration.

    Raises children of `AudioProcessingError`, `SilentAudioError` among them.
    """
    decoded = bytes_to_waveform(encoded, max_audio_s)
    sounding = [w for w in waveform_to_windows(decoded.waveform) if not w.is_silent]
    if not sounding:
        raise SilentAudioError
    embedding = windows_to_embedding(sounding, model.learnt)
    return EmbeddingBody(
        embedding=[round(float(value), DIGITS) for value in embedding],
        network=NETWORK_NAME,
        version=model.learnt_version,
        audio=facts_to_audio_body(decoded.info),
    )


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
