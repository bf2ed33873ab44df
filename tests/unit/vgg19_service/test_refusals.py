"""Every route that takes a song refuses the same uploads, with the same words."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tools.signals import song, to_file
from vgg19_service.app import create_app

SONG = to_file(song(5))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """Make a client of the app."""
    return create_app().test_client()


@pytest.mark.parametrize("path", ["/v1/explain", "/v1/spectrogram"])
@pytest.mark.parametrize(
    "content",
    [
        {},
        {"data": b"no music", "content_type": "audio/wav"},
        {"data": SONG[:30], "content_type": "audio/wav"},
        {"data": to_file(song(0.1)), "content_type": "audio/wav"},
        {"data": SONG, "content_type": "text/plain"},
        {"data": b"{", "content_type": "application/json"},
        {"json": {"wav_music": "not*base64"}},
    ],
)
def test_errors_are_those_of_predict(
    client: FlaskClient, path: str, content: dict[str, Any]
) -> None:
    """What `/v1/predict` refuses is refused with the same body."""
    answered, predicted = (client.post(each, **content) for each in (path, "/v1/predict"))

    assert 400 <= answered.status_code
    assert predicted.get_json() == answered.get_json()
    assert "application/problem+json" == answered.content_type
