"""Request → upload under FastAPI; `webapi/intake` has the tests of what is read how."""

import gzip

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from refusals import FILE, in_form

from music_genre.webapi.fastapi.app import new_app
from music_genre.webapi.fastapi.upload import (
    request_to_body,
    request_to_bytes,
    request_to_upload,
)
from music_genre.webapi.settings import ServiceSettings

LIMIT_BYTES = 2 * 1024 * 1024
BODY_BYTES = 1000
SENT = in_form({"title": "Mine"}, file=FILE)


@pytest.fixture
def client() -> TestClient:
    """Make a client of an app that tells what it was sent."""
    app = new_app(ServiceSettings(port=1), lambda: (True, {}), {}, (), {})

    @app.post("/upload")
    async def upload(request: Request) -> list[str]:
        found = await request_to_upload(request, LIMIT_BYTES)
        return [found.content.decode(), found.file_name, *found.fields["title"]]

    @app.post("/size")
    async def size(request: Request) -> int:
        return len(await request_to_bytes(request, LIMIT_BYTES))

    @app.post("/body")
    async def body(request: Request) -> str:
        return (await request_to_body(request, BODY_BYTES)).decode()

    return TestClient(app)


def test_file_and_what_is_beside_it(client: TestClient) -> None:
    """File, its name and the text fields come out of one form."""
    response = client.post("/upload", content=SENT.content, headers=SENT.headers)

    assert [FILE.decode(), "song.wav", "Mine"] == response.json()


def test_encoded_body(client: TestClient) -> None:
    """`Content-Encoding` is read too."""
    headers = SENT.headers | {"Content-Encoding": "gzip"}

    response = client.post("/size", content=gzip.compress(SENT.content), headers=headers)

    assert (200, len(FILE)) == (response.status_code, response.json())


def test_large_files_stay_in_memory(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more than a megabyte is not written to a disk on its way."""
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", pytest.fail)
    sent = in_form({}, file=bytes(LIMIT_BYTES))

    response = client.post("/size", content=sent.content, headers=sent.headers)

    assert LIMIT_BYTES == response.json()


def test_body_that_is_no_upload(client: TestClient) -> None:
    """It is read as it is, or without its encoding, up to exactly the limit."""
    whole = "x" * BODY_BYTES
    zipped = client.post(
        "/body", content=gzip.compress(whole.encode()), headers={"Content-Encoding": "gzip"}
    )

    assert whole == client.post("/body", content=whole).json() == zipped.json()
    bomb = gzip.compress(whole.encode() + b"x")
    for content, headers in ((whole + "x", {}), (bomb, {"Content-Encoding": "gzip"})):
        refused = client.post("/body", content=content, headers=headers)
        assert (413, "too_large") == (refused.status_code, refused.json()["code"])
