"""A client of the catalogue's routes in a small app, and what tests ask of it again and again."""

from typing import Any

import problems
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from httpx2 import Response

from beat_service.catalogue.routes import CODES
from beat_service.errors import BeatError
from music_genre.audio.errors import AudioProcessingError
from music_genre.translations.catalogues import header_to_language
from music_genre.webapi.messages import PROBLEMS, PROBLEMS_BY_LANGUAGE
from music_genre.webapi.problems import (
    PROBLEM_MEDIA_TYPE,
    ApiError,
    CodedError,
    error_to_problem,
)
from tools.signals import song, to_file

MAX_UPLOAD_BYTES = 2_000_000
LOOP = to_file(song(8.0, bpm=120.0))
FIELDS = {"title": "Mine", "style": "House", "licence": "CC-BY-4.0", "author": "Me"}
ONE_BEAT = "/beats/house-jack"


def problem(request: Request, error: Exception) -> JSONResponse:
    """Answer with the common error body, as the service's app does."""
    if type(error) in CODES:
        error = ApiError(CODES[type(error)](error))
    assert isinstance(error, CodedError)
    language = header_to_language(request.headers.get("Accept-Language"))
    body = error_to_problem(error, language)
    return JSONResponse(body, body["status"], media_type=PROBLEM_MEDIA_TYPE)


def routes_to_client(*routers: APIRouter) -> TestClient:
    """Make a client of a small app with these routes."""
    app = FastAPI()
    for routes in routers:
        app.include_router(routes)
    for kind in (ApiError, AudioProcessingError, BeatError, *CODES):
        app.add_exception_handler(kind, problem)
    return TestClient(app)


def assert_problem(response: Response, code: str) -> None:
    """Check that the answer is this problem, with its own status and in French."""
    body = problems.assert_problem(response, PROBLEMS[code].status, code)
    assert PROBLEMS_BY_LANGUAGE["fr"][code].title == body["error"]


def upload(
    client: TestClient, encoded: bytes = LOOP, changes: dict[str, Any] | None = None
) -> Response:
    """POST a beat; None leaves a field out."""
    fields = {name: v for name, v in (FIELDS | (changes or {})).items() if v is not None}
    return client.post("/beats", data=fields, files={"file": ("beat.wav", encoded)})
