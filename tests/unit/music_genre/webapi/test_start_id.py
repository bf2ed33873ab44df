"""A service sends back the id of its start, for whoever started it."""

import pytest
from fastapi.testclient import TestClient

from music_genre.webapi.fastapi import app as fastapi_app
from music_genre.webapi.flask import app as flask_app
from music_genre.webapi.settings import ServiceSettings
from music_genre.webapi.start_id import START_ID_HEADER


@pytest.mark.parametrize("ready", [True, False])
@pytest.mark.parametrize(("start_id", "sent"), [("", None), ("7f-1", "7f-1")])
def test_start_id(start_id: str, sent: str | None, ready: bool) -> None:
    """`/readyz` has the id as a header, ready or not, and none where none was given."""
    settings = ServiceSettings(port=5001, start_id=start_id)

    flask = flask_app.new_app(__name__, settings, lambda: (ready, {}), {}).test_client()
    fastapi = TestClient(fastapi_app.new_app(settings, lambda: (ready, {}), {}, (), {}))

    assert sent == flask.get("/readyz").headers.get(START_ID_HEADER)
    assert sent == fastapi.get("/readyz").headers.get(START_ID_HEADER)
