"""What a FastAPI service has alike with the Flask ones: errors, probes, metrics."""

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

from music_genre.webapi.fastapi.app import new_app
from music_genre.webapi.health import LIVE_BODY
from music_genre.webapi.problems import ApiError
from music_genre.webapi.settings import ServiceSettings

LIMIT_BYTES = 2 * 1024 * 1024


class OwnError(Exception):
    """An exception of the service's own code that carries a code."""

    code = "undecodable_midi"
    facts: dict[str, float] = {}  # noqa: RUF012  # the protocol has an instance's


class LibraryError(Exception):
    """An exception of a library, which knows no codes."""


def raising(app: FastAPI, path: str, error: Exception) -> None:
    """Add a route that raises."""

    @app.get(path)
    def fail() -> None:
        raise error


@pytest.fixture
def client() -> TestClient:
    """Make a client of an app that is never ready, with routes that fail."""
    settings = ServiceSettings(port=1, max_upload_bytes=LIMIT_BYTES)
    app = new_app(
        settings,
        lambda: (False, {"why": "a test"}),
        {"openapi": "3.1.0"},
        (OwnError,),
        {LibraryError: lambda _: "malformed_beat"},
    )
    raising(app, "/own", OwnError())
    raising(app, "/library", LibraryError("a secret of the library"))
    raising(app, "/coded", ApiError("unknown_segment", n_segments=3))
    raising(app, "/token", ApiError("unauthorized"))
    raising(app, "/large", HTTPException(413))
    raising(app, "/teapot", HTTPException(418))
    raising(app, "/broken", RuntimeError("a secret path: /etc/passwd"))

    @app.get("/beats/{beat_id}")
    def beat(beat_id: str) -> str:
        return beat_id

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/own", 422, "undecodable_midi"),
        ("/library", 400, "malformed_beat"),
        ("/coded", 400, "unknown_segment"),
        ("/large", 413, "too_large"),
        ("/teapot", 500, "internal_error"),
        ("/broken", 500, "internal_error"),
        ("/nowhere", 404, "not_found"),
    ],
)
def test_every_error_has_the_one_body(
    client: TestClient, path: str, status: int, code: str
) -> None:
    """Whatever is raised becomes a body with a code, and nothing of our inside is shown."""
    response = client.get(path)

    assert (status, status, code) == (
        response.status_code,
        response.json()["status"],
        response.json()["code"],
    )
    assert "application/problem+json" == response.headers["Content-Type"]
    assert "Accept-Language" == response.headers["Vary"]
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ("en", "Counted from 0, there are 3"),
        ("fr, en;q=0.5", "Numérotés à partir de 0, il y en a 3"),
    ],
)
def test_error_in_the_readers_language(client: TestClient, header: str, detail: str) -> None:
    """The language that was asked for tells the facts."""
    response = client.get("/coded", headers={"Accept-Language": header})

    assert response.json()["detail"].startswith(detail)


def test_limit_in_megabytes(client: TestClient) -> None:
    """A refusal by the framework names our limit."""
    response = client.get("/large", headers={"Accept-Language": "en"})

    assert "The limit is 2 MB." == response.json()["detail"]


def test_method_not_allowed_names_the_others(client: TestClient) -> None:
    """A 405 carries the Allow header."""
    response = client.post("/own")

    assert (405, "method_not_allowed") == (response.status_code, response.json()["code"])
    assert "GET, HEAD, OPTIONS" == response.headers["Allow"]


def test_missing_token_names_the_scheme(client: TestClient) -> None:
    """A 401 says by which scheme a token is sent; other refusals do not."""
    assert "Bearer" == client.get("/token").headers["WWW-Authenticate"]
    assert "WWW-Authenticate" not in client.get("/own").headers


def test_probes(client: TestClient) -> None:
    """Alive and ready are two things, and the document is the one that was given."""
    ready = client.get("/readyz")

    assert (200, LIVE_BODY) == (
        client.get("/livez").status_code,
        client.get("/livez").json(),
    )
    assert (503, {"status": "failing", "why": "a test"}) == (ready.status_code, ready.json())
    assert {"openapi": "3.1.0"} == client.get("/openapi.json").json()


def test_requests_are_counted(client: TestClient) -> None:
    """Metrics count by method, the route's pattern and status, and refusals by reason."""
    for path in ("/beats/a", "/beats/b", "/nowhere", "/broken"):
        client.get(path)

    metrics = client.get("/metrics").text

    count = "http_request_duration_seconds_count"
    assert f'{count}{{method="GET",route="/beats/{{beat_id}}",status="200"}} 2.0' in metrics
    assert f'{count}{{method="GET",route="(none)",status="404"}} 1.0' in metrics
    assert f'{count}{{method="GET",route="/broken",status="500"}} 1.0' in metrics
    assert 'genre_rejected_total{reason="not_found"} 1.0' in metrics
