"""Request → upload under Flask; `webapi/intake` has the tests of what is read how."""

import gzip
import io

import pytest
from flask import Flask, Response, jsonify, request
from flask.testing import FlaskClient
from refusals import FILE, Sent, in_form, in_json

from music_genre.webapi.flask.app import new_app
from music_genre.webapi.flask.upload import json_to_bytes, request_to_bytes, request_to_upload
from music_genre.webapi.settings import ServiceSettings

LIMIT_BYTES = 2 * 1024 * 1024
SENT = in_form({"title": "Mine"}, file=FILE)


@pytest.fixture
def client() -> FlaskClient:
    """Make a client of an app that tells what it was sent."""
    app: Flask = new_app(
        __name__, ServiceSettings(port=1, max_upload_bytes=LIMIT_BYTES), lambda: (True, {}), {}
    )

    @app.post("/upload")
    def upload() -> Response:
        found = request_to_upload(request, LIMIT_BYTES)
        return jsonify(found.content.decode(), found.file_name, *found.fields["title"])

    @app.post("/size")
    def size() -> Response:
        return jsonify(len(request_to_bytes(request, LIMIT_BYTES)))

    @app.post("/json")
    def json_size() -> Response:
        return jsonify(len(json_to_bytes(request, LIMIT_BYTES)))

    return app.test_client()


def test_file_and_what_is_beside_it(client: FlaskClient) -> None:
    """File, its name and the text fields come out of one form."""
    response = client.post("/upload", data=SENT.content, headers=SENT.headers)

    assert [FILE.decode(), "song.wav", "Mine"] == response.get_json()


@pytest.mark.parametrize(("path", "sent"), [("/size", SENT), ("/json", in_json(FILE))])
def test_encoded_body(client: FlaskClient, path: str, sent: Sent) -> None:
    """`Content-Encoding` is read too."""
    headers = sent.headers | {"Content-Encoding": "gzip"}

    response = client.post(path, data=gzip.compress(sent.content), headers=headers)

    assert (200, len(FILE)) == (response.status_code, response.get_json())


def test_large_files_stay_in_memory(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more than a megabyte is not written to a disk on its way."""
    monkeypatch.setattr("tempfile.TemporaryFile", pytest.fail)
    sent = in_form({}, file=bytes(LIMIT_BYTES))

    response = client.post("/size", data=sent.content, headers=sent.headers)

    assert LIMIT_BYTES == response.get_json()


def test_large_body_without_a_length(client: FlaskClient) -> None:
    """A body that does not say how long it is, is cut off while reading."""
    response = client.post(
        "/size",
        input_stream=io.BytesIO(bytes(10 * LIMIT_BYTES)),
        content_type="audio/wav",
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert (413, "too_large") == (response.status_code, response.get_json()["code"])
