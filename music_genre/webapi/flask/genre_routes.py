"""Routes of a genre service: `/v1/predict`, and the report's own route under its names.

The report's contract knows three statuses: 200, 400 without audio, 500 for everything that is wrong
with the audio; what is too much stays 413 or 503. The clean statuses are on `/v1/predict`.
Its `genre` is always one of the model's: the nearest, where `/v1/predict` names none.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from music_genre.webapi.flask.app import exception_to_coded, problem_response, request_to_language
from music_genre.webapi.flask.upload import json_to_bytes, request_to_bytes
from music_genre.webapi.messages import REPORT_PROCESSING_FAILED
from music_genre.webapi.prediction_body import PredictionBody
from music_genre.webapi.problems import ApiError, CodedError, error_to_problem
from music_genre.webapi.texts.request import REPORT_NO_AUDIO

Predict = Callable[[bytes], PredictionBody]
NO_AUDIO_CODES = ("no_audio", "wrong_field", "malformed_json")
KEPT_CODES = ("too_large", "form_too_large", "overloaded", "client_gone")


def genre_routes(predict: Predict, report_paths: Sequence[str]) -> Blueprint:
    """Make the routes, all answering with `PredictionBody`."""
    routes = Blueprint("genre", __name__)

    @routes.post("/v1/predict")
    def v1_predict() -> Response:
        encoded = request_to_bytes(request, current_app.config["MAX_UPLOAD_BYTES"])
        return jsonify(predict(encoded).model_dump())

    def report_predict() -> Response:
        try:
            body = predict(json_to_bytes(request, current_app.config["MAX_UPLOAD_BYTES"]))
            if body.outcome == "silence":
                raise ApiError("silent_audio")
        except Exception as error:  # noqa: BLE001  # the report has a 500 for whatever happens
            return problem_response(_report_problem(exception_to_coded(error)))
        return jsonify(body.model_dump() | {"genre": body.nearest})

    for path in report_paths:
        routes.post(path)(report_predict)
    return routes


def _report_problem(error: CodedError) -> dict[str, Any]:
    """Make the usual body, with the report's status and its exact French `error`."""
    problem = error_to_problem(error, request_to_language(request))
    if error.code in KEPT_CODES:
        return problem
    if error.code in NO_AUDIO_CODES:
        return problem | {"status": 400, "error": REPORT_NO_AUDIO}
    return problem | {"status": 500, "error": REPORT_PROCESSING_FAILED}
