"""Request → bytes: the three forms, and the limit at the edge in each of them."""

import base64
import io
from typing import Any

import pytest
from flask import Flask, Response, request

from music_genre.webapi.flask.app import new_app
from music_genre.webapi.flask.upload import request_to_bytes
from music_genre.webapi.json_upload import base64_to_bytes
from music_genre.webapi.problems import ApiError
from music_genre.webapi.settings import ServiceSettings

LIMIT_BYTES = 10_000
OCTETS = {"content_type": "audio/wav"}


@pytest.fixture
def app() -> Flask:
    """Make an app that answers with the size of what it was sent."""
    settings = ServiceSettings(port=1, max_upload_bytes=LIMIT_BYTES)
    app = new_app(__name__, settings, lambda: (False, {"why": "a test"}), {"openapi": "3.1.0"})

    @app.post("/size")
    def size() -> Response:
        return Response(str(len(request_to_bytes(request, LIMIT_BYTES))))

    @app.get("/broken")
    def broken() -> Response:
        raise RuntimeError("a secret path: /etc/passwd")

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
    "text",
    ["c29uZw==", "data:audio/wav;base64,c29uZw==", "c29u\r\nZw==\n", "data:;base64,c29uZw=="],
)
def test_base64_in_all_its_clothes(text: str) -> None:
    """A data URI and line breaks are taken off."""
    assert b"song" == base64_to_bytes(text)


@pytest.mark.parametrize("text", ["c29uZw", "c29u!w==", "é", "====", "data:audio/wav;base64,?"])
def test_bad_base64(text: str) -> None:
    """Wrong length, letters or padding are refused."""
    with pytest.raises(ApiError, match="bad_base64"):
        base64_to_bytes(text)


def test_our_own_fault_says_nothing(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """An unexpected exception is a 500 without its text, which goes to the log."""
    response = app.test_client().get("/broken")

    assert (500, "internal_error") == (response.status_code, response.get_json()["code"])
    assert "secret" not in response.text
    assert "secret" in caplog.text


def test_probes(app: Flask) -> None:
    """Alive and ready are two things; metrics count requests by route and status."""
    client = app.test_client()
    client.get("/nowhere")

    assert 200 == client.get("/livez").status_code
    ready = client.get("/readyz")
    assert (503, {"status": "failing", "why": "a test"}) == (ready.status_code, ready.get_json())
    metrics = client.get("/metrics").text
    assert (
        'http_request_duration_seconds_count{method="GET",route="/livez",status="200"}' in metrics
    )
    assert 'genre_rejected_total{reason="not_found"} 1.0' in metrics


def test_method_not_allowed_names_the_others(app: Flask) -> None:
    """A 405 carries the Allow header."""
    response = app.test_client().get("/size")

    assert 405 == response.status_code
    assert "POST" in response.headers["Allow"]
