"""Both web frameworks read uploads alike, and refuse the same ones in the same words."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from flask import Response, request
from problems import Answer, assert_problem
from refusals import Sent, each_form, each_refused_request, in_each_form

from music_genre.webapi.fastapi.app import new_app as new_fastapi_app
from music_genre.webapi.fastapi.upload import request_to_bytes as fastapi_to_bytes
from music_genre.webapi.flask.app import new_app as new_flask_app
from music_genre.webapi.flask.upload import request_to_bytes as flask_to_bytes
from music_genre.webapi.settings import ServiceSettings

LIMIT_BYTES = 2**20
SETTINGS = ServiceSettings(port=1, max_upload_bytes=LIMIT_BYTES)

Post = Callable[[Sent], Answer]


def never_ready() -> tuple[bool, dict[str, Any]]:
    """Return what no test here asks for."""
    return False, {}


def post_to_flask() -> Post:
    """Make a Flask app that answers with the size of what it was sent, and what posts to it."""
    app = new_flask_app(__name__, SETTINGS, never_ready, {})

    @app.post("/size")
    def size() -> Response:
        return Response(str(len(flask_to_bytes(request, LIMIT_BYTES))))

    client = app.test_client()
    return lambda sent: client.post("/size", data=sent.content, headers=sent.headers)


def post_to_fastapi() -> Post:
    """Make a FastAPI app that does the same."""
    app = new_fastapi_app(SETTINGS, never_ready, {}, (), {})

    @app.post("/size")
    async def size(request: Request) -> int:
        return len(await fastapi_to_bytes(request, LIMIT_BYTES))

    client = TestClient(app, raise_server_exceptions=False)
    return lambda sent: client.post("/size", content=sent.content, headers=sent.headers)


@pytest.fixture(params=[post_to_flask, post_to_fastapi], ids=["flask", "fastapi"], scope="module")
def post(request: pytest.FixtureRequest) -> Post:
    """Return what posts to an app of each framework in turn."""
    made: Post = request.param()
    return made


@each_refused_request
def test_request_without_a_song(post: Post, sent: Sent, status: int, code: str) -> None:
    """Each fault has its status and code."""
    assert_problem(post(sent), status, code)


@each_form
def test_limit_at_the_edge(post: Post, form: str) -> None:
    """The limit counts the audio's bytes in every form: exactly is read, one more is a 413."""
    exactly, over = (post(in_each_form(bytes(LIMIT_BYTES + more))[form]) for more in (0, 1))

    assert (200, str(LIMIT_BYTES)) == (exactly.status_code, exactly.text)
    assert_problem(over, 413, "too_large")
