"""How the front end's app is made, and what every answer of it carries."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from unit.frontend.frontend_client import MakeClient

from frontend.app import create_app
from frontend.ensemble import EnsembleFileError
from frontend.settings import Settings
from music_genre.webapi.health import LIVE_BODY
from music_genre.webapi.settings import SettingsError

ROUTES = {
    *("/", "/results", "/api/predict", "/api/spectrogram", "/api/explain"),
    *("/api/recommend", "/api/beats/<beat_id>/audio", "/api/beats/<beat_id>/midi"),
    *("/static/<path:filename>", "/site.webmanifest", "/api", "/status"),
    *("/livez", "/readyz", "/metrics", "/openapi.json"),
}


@pytest.mark.parametrize("path", ["/", "/livez", "/nothing", "/static/built/manifest.json"])
def test_security_headers(client: FlaskClient, path: str) -> None:
    """Every answer forbids foreign and inline code, guessed types and framing."""
    with client.get(path) as response:
        headers = response.headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_every_route_is_there(client: FlaskClient) -> None:
    """The app has the page, its interface, and what every service has."""
    assert ROUTES == {rule.rule for rule in client.application.url_map.iter_rules()}


def test_no_service_is_asked_at_the_start(make_client: MakeClient) -> None:
    """The app is made while nobody it asks is there."""
    nobody = "http://127.0.0.1:1"

    client = make_client(svm_url=nobody, vgg19_url=nobody, beat_url=nobody)

    assert LIVE_BODY == client.get("/livez").get_json()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without settings of its own the app reads the environment, and refuses what it cannot use."""
    monkeypatch.setenv("MAX_UPLOAD_BYTES", "2048")
    assert 2048 == create_app().config["MAX_UPLOAD_BYTES"]

    monkeypatch.setenv("SVM_URL", "localhost:5001")
    with pytest.raises(SettingsError, match="SVM_URL='localhost:5001'"):
        create_app()


@pytest.mark.parametrize("content", [None, "{}", '{"weights": {"svm": -1}}'])
def test_ensemble_that_cannot_be_read(content: str | None, tmp_path: Path) -> None:
    """A missing or wrong file of weights is refused where the app is made, by its name."""
    file = tmp_path / "own.json"
    if content is not None:
        file.write_text(content)

    with pytest.raises(EnsembleFileError, match=r"own\.json"):
        create_app(Settings(ensemble_file=file))


def test_templates_leave_no_empty_lines(client: FlaskClient) -> None:
    """Lines of a template that only steer are not in the page."""
    assert "\n\n\n" not in client.get("/").text
