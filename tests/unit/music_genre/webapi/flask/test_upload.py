"""Request → bytes: the three forms, and the limit at the edge in each of them."""

import base64
import io
from typing import Any

import pytest
from flask import Flask, Response, request

from music_genre.webapi.flask.app import new_app
from music_genre.webapi.flask.upload import request_to_bytes
from music_genre.webapi.settings import ServiceSettings

LIMIT_BYTES = 10_000
OCTETS = {"content_type": "audio/wav"}


@pytest.fixture
def app() -> Flask:
    """Make an app that answers with the size of what it was sent."""
    settings = ServiceSettings(port=1, max_upload_bytes=LIMIT_BYTES)
    app = new_app(__name__, settings, lambda: (True, {}), {})

    @app.post("/size")
    def size() -> Response:
        return Response(str(len(request_to_bytes(request, LIMIT_BYTES))))

    return app


def form_of(kind: str, content: bytes) -> dict[str, Any]:
    """Make the arguments of a request that sends `content`."""
    forms: dict[str, dict[str, Any]] = {
        "multipart": {"data": {"file": (io.BytesIO(content), "song.wav")}},
        "raw": {"data": content, **OCTETS},
        "json": {"json": {"wav_music": base64.b64encode(content).decode()}},
    }
    return forms[kind]


@pytest.mark.parametrize("kind", ["multipart", "raw", "json"])
def test_limit_at_the_edge(app: Flask, kind: str) -> None:
    """The limit counts the audio's bytes in every form: exactly is read, one more is a 413."""
    client = app.test_client()

    exactly = client.post("/size", **form_of(kind, bytes(LIMIT_BYTES)))
    over = client.post("/size", **form_of(kind, bytes(LIMIT_BYTES + 1)))

    assert (200, str(LIMIT_BYTES)) == (exactly.status_code, exactly.text)
    assert (413, "too_large") == (over.status_code, over.get_json()["code"])


@pytest.mark.parametrize(
    ("request_body", "status", "code"),
    [
        ({}, 400, "no_audio"),
        ({"data": {"song": "x"}, "content_type": "multipart/form-data"}, 400, "no_audio"),
        ({"data": b"", "content_type": "audio/wav"}, 400, "no_audio"),
        ({"data": b"x"}, 415, "unsupported_content_type"),
        ({"data": b"x", "content_type": "text/plain"}, 415, "unsupported_content_type"),
        ({"data": b"{", "content_type": "application/json"}, 400, "malformed_json"),
    ],
    ids=["nothing", "no-file", "empty", "no-type", "text", "half-json"],
)
def test_request_without_audio(
    app: Flask, request_body: dict[str, Any], status: int, code: str
) -> None:
    """What holds no audio is refused by what it is, not taken for a song."""
    response = app.test_client().post("/size", **request_body)

    assert (status, code) == (response.status_code, response.get_json()["code"])


@pytest.mark.parametrize("media_type", ["audio/mpeg", "application/octet-stream", "video/ogg"])
def test_raw_bodies(app: Flask, media_type: str) -> None:
    """Whatever may be audio is read as it is."""
    response = app.test_client().post("/size", data=b"song", content_type=media_type)

    assert (200, "4") == (response.status_code, response.text)


def test_large_body_without_a_length(app: Flask) -> None:
    """A body that does not say how long it is, is cut off while reading."""
    response = app.test_client().post(
        "/size",
        input_stream=io.BytesIO(bytes(10 * LIMIT_BYTES)),
        content_type="audio/wav",
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert (413, "too_large") == (response.status_code, response.get_json()["code"])
