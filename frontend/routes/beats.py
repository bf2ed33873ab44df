"""`GET /api/beats/<id>/audio` and `/midi`: a beat's files, passed on from the beat service.

They come piece by piece, because a recording may be larger than any answer that is kept whole.

Browsers so talk to the front end alone. Ranges and cached copies are the beat service's business.
"""

import re
from typing import Final

from flask import Blueprint, Request, Response, request

from frontend.answers.services import answer_to_body
from frontend.settings import Settings
from music_genre.webapi.beat_body import BEAT_ID, BPM_IN_URL
from music_genre.webapi.bodies.api_body import ProblemBody
from music_genre.webapi.connection import Answer, Timeouts, request_to_stream
from music_genre.webapi.flask.app import problem_response, request_to_language
from music_genre.webapi.problems import ApiError

STREAMED: Final = frozenset({200, 206, 304})
ASKED_HEADERS: Final = ("Range", "If-Range", "If-None-Match")
ANSWERED_HEADERS: Final = (
    *("Content-Type", "Content-Length", "Content-Range", "Content-Disposition"),
    *("Accept-Ranges", "Cache-Control", "ETag"),
)


def beat_routes(settings: Settings) -> Blueprint:
    """Make the routes of a beat's files."""
    routes = Blueprint("beats", __name__)
    timeouts = Timeouts(settings.connect_timeout_s, settings.service_timeout_s)

    @routes.get("/api/beats/<beat_id>/audio")
    def play_beat(beat_id: str) -> Response:
        return pass_on(_request_to_path(beat_id, "audio", request.args.get("bpm")))

    @routes.get("/api/beats/<beat_id>/midi")
    def write_beat(beat_id: str) -> Response:
        return pass_on(_request_to_path(beat_id, "midi", request.args.get("bpm")))

    def pass_on(path: str) -> Response:
        url = settings.beat_url.rstrip("/") + path
        stream = request_to_stream(url, timeouts, _request_to_headers(request), STREAMED)
        if isinstance(stream, Answer):
            return problem_response(answer_to_body(stream, ProblemBody))
        headers = {
            name: stream.headers[name] for name in ANSWERED_HEADERS if name in stream.headers
        }
        response = Response(stream.pieces, stream.status, headers)
        response.call_on_close(stream.close)
        return response

    return routes


def _request_to_path(beat_id: str, form: str, bpm: str | None) -> str:
    """Make the beat service's path of a file. Raises `ApiError` for what cannot be one."""
    if not re.fullmatch(BEAT_ID, beat_id):
        raise ApiError("unknown_beat")
    if bpm is None:
        return f"/beats/{beat_id}/{form}"
    if not re.fullmatch(BPM_IN_URL, bpm):
        raise ApiError("malformed_beat_query")
    return f"/beats/{beat_id}/{form}?bpm={bpm}"


def _request_to_headers(request: Request) -> dict[str, str]:
    """Choose what the beat service is told: part asked for, copy at hand, language."""
    asked = {name: request.headers[name] for name in ASKED_HEADERS if name in request.headers}
    return asked | {"Accept-Language": request_to_language(request)}
