"""What every Flask service has alike: errors, probes, metrics, and bodies that stay in memory."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask, Response, abort, jsonify, request, stream_with_context

from music_genre.stages import stage
from music_genre.webapi.flask.app import new_app, request_to_language
from music_genre.webapi.intake.limits import body_limit_bytes
from music_genre.webapi.problems import ApiError
from music_genre.webapi.settings import ServiceSettings

LIMIT_BYTES = 1024 * 1024


@pytest.fixture
def app() -> Flask:
    """Make an app that is never ready, with routes that fail."""
    settings = ServiceSettings(port=1, max_upload_bytes=LIMIT_BYTES)
    app = new_app(__name__, settings, lambda: (False, {"why": "a test"}), {"openapi": "3.1.0"})

    @app.post("/size")
    def size() -> Response:
        return Response(str(len(request.get_data())))

    @app.get("/language")
    def language() -> Response:
        return jsonify(été=request_to_language(request), a=1)

    @app.get("/coded")
    def coded() -> Response:
        raise ApiError("unknown_segment", n_segments=3)

    @app.get("/teapot")
    def teapot() -> Response:
        abort(418)

    @app.get("/parts")
    def parts() -> Response:
        def pieces() -> Iterator[str]:
            with stage("model"):
                yield "a song"

        return Response(stream_with_context(pieces()))

    @app.get("/broken")
    def broken() -> Response:
        raise RuntimeError("a secret path: /etc/passwd")

    return app


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
    assert "5" == ready.headers["Retry-After"]
    metrics = client.get("/metrics").text
    assert (
        'http_request_duration_seconds_count{method="GET",route="/livez",status="200"}' in metrics
    )
    assert 'genre_rejected_total{reason="not_found"} 1.0' in metrics


def test_answer_in_parts_is_counted_at_its_end(app: Flask) -> None:
    """What is made while it is sent is part of the time, with its stages."""
    client = app.test_client()
    value = app.extensions["metrics"].registry.get_sample_value
    name = "http_request_duration_seconds_count"
    labels = {"method": "GET", "route": "/parts", "status": "200"}

    with client.get("/parts") as response:
        assert 0 == value(name, labels)
        assert "a song" == response.get_data(as_text=True)

    assert 1 == value(name, labels)
    assert 1 == value("genre_stage_duration_seconds_count", {"stage": "model"})


def test_method_not_allowed_names_the_others(app: Flask) -> None:
    """A 405 carries the Allow header."""
    response = app.test_client().get("/size")

    assert 405 == response.status_code
    assert "POST" in response.headers["Allow"]


def test_coded_error_in_the_readers_language(app: Flask) -> None:
    """An error with a code has its own status, its numbers, and the language that was asked for."""
    response = app.test_client().get("/coded", headers={"Accept-Language": "en"})

    assert (400, "application/problem+json") == (response.status_code, response.content_type)
    assert "Counted from 0, there are 3" in response.get_json()["detail"]
    assert "Accept-Language" == response.headers["Vary"]


def test_status_without_a_code(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """A status of Flask's that we have no words for is our fault, and is logged."""
    response = app.test_client().get("/teapot")

    assert (500, "internal_error") == (response.status_code, response.get_json()["code"])
    assert ["unexpected error"] == [
        record.message for record in caplog.records if record.levelno == logging.ERROR
    ]


def test_largest_body(app: Flask) -> None:
    """A body of the largest size is read; one more byte is a 413 with the limit in megabytes."""
    client, largest = app.test_client(), body_limit_bytes("", LIMIT_BYTES)

    exactly = client.post("/size", data=bytes(largest))
    over = client.post("/size", data=bytes(largest + 1), headers={"Accept-Language": "en"})

    assert (200, str(largest)) == (exactly.status_code, exactly.text)
    assert (413, "The limit is 1 MB.") == (over.status_code, over.get_json()["detail"])


@pytest.mark.parametrize(
    ("path", "status"), [("/livez/", 200), ("/livez//", 404), ("//livez", 404)]
)
def test_slashes(app: Flask, path: str, status: int) -> None:
    """One slash behind a path changes nothing; no slash redirects."""
    assert status == app.test_client().get(path).status_code


def test_json_is_for_people_too(app: Flask) -> None:
    """Accents are written as they are, and keys keep their order."""
    response = app.test_client().get("/language", headers={"Accept-Language": "en-GB"})

    assert '{"été":"en","a":1}' == response.text.replace(" ", "").strip()


def test_document(app: Flask) -> None:
    """The OpenAPI document is the one that was given."""
    assert {"openapi": "3.1.0"} == app.test_client().get("/openapi.json").get_json()
