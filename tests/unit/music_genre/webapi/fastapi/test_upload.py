"""Request → bytes under ASGI: the three forms, the limit in each, and what is no upload."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Request, Response
from fastapi.testclient import TestClient
from starlette.datastructures import UploadFile

from music_genre.webapi.fastapi.app import new_app
from music_genre.webapi.fastapi.upload import request_to_bytes, request_to_form
from music_genre.webapi.limits import FORM_OVERHEAD_BYTES
from music_genre.webapi.settings import ServiceSettings

LIMIT_BYTES = 10_000
LARGE_BYTES = 2 * 1024 * 1024  # Starlette by itself writes files over 1 MB to a disk
RAW = {"Content-Type": "audio/wav"}


@pytest.fixture
def client() -> TestClient:
    """Make a client of an app that answers with the size of what it was sent."""
    settings = ServiceSettings(port=1, max_upload_bytes=LIMIT_BYTES)
    app = new_app(settings, lambda: (True, {}), {}, (), {})

    @app.post("/size")
    async def size(request: Request) -> Response:
        return Response(str(len(await request_to_bytes(request, LIMIT_BYTES))))

    @app.post("/form")
    async def form(request: Request) -> dict[str, Any]:
        fields = await request_to_form(request, LARGE_BYTES)
        file = fields["file"]
        assert isinstance(file, UploadFile)
        is_on_disk = not file._in_memory  # noqa: SLF001  # Starlette says it nowhere else
        await fields.close()
        return {"title": fields["title"], "is_on_disk": is_on_disk}

    return TestClient(app)


def form_of(kind: str, content: bytes) -> dict[str, Any]:
    """Make the arguments of a request that sends `content`."""
    forms: dict[str, dict[str, Any]] = {
        "multipart": {"files": {"file": ("song.wav", content)}},
        "raw": {"content": content, "headers": RAW},
        "no type": {"content": content, "headers": {"Content-Type": "application/octet-stream"}},
        "json": {"json": {"wav_music": base64.b64encode(content).decode()}},
    }
    return forms[kind]


def pieces(n_bytes: int) -> Iterator[bytes]:
    """Yield a body in pieces, so that nobody knows its length beforehand."""
    for start in range(0, n_bytes, 1000):
        yield bytes(min(1000, n_bytes - start))


@pytest.mark.parametrize("kind", ["multipart", "raw", "no type", "json"])
def test_limit_at_the_edge(client: TestClient, kind: str) -> None:
    """The limit counts the audio's bytes in every form: exactly is read, one more is a 413."""
    exactly = client.post("/size", **form_of(kind, bytes(LIMIT_BYTES)))
    over = client.post("/size", **form_of(kind, bytes(LIMIT_BYTES + 1)))

    assert (200, str(LIMIT_BYTES)) == (exactly.status_code, exactly.text)
    assert (413, "too_large") == (over.status_code, over.json()["code"])


@pytest.mark.parametrize("kind", ["multipart", "raw", "json"])
def test_body_that_says_it_is_too_large(client: TestClient, kind: str) -> None:
    """A length far over the limit is refused by its header, and still told to the sender."""
    response = client.post("/size", **form_of(kind, bytes(LIMIT_BYTES + 2 * FORM_OVERHEAD_BYTES)))

    assert (413, "too_large") == (response.status_code, response.json()["code"])


@pytest.mark.parametrize(
    ("n_bytes", "status"), [(LIMIT_BYTES, 200), (LIMIT_BYTES + 1, 413), (10 * LIMIT_BYTES, 413)]
)
def test_body_without_a_length(client: TestClient, n_bytes: int, status: int) -> None:
    """A body that does not say how long it is, is cut off while reading."""
    response = client.post("/size", content=pieces(n_bytes), headers=RAW)

    assert status == response.status_code


@pytest.mark.parametrize(
    ("request_body", "status", "code"),
    [
        ({}, 400, "no_audio"),
        ({"files": {"song": b"x"}}, 400, "no_audio"),
        ({"files": {"file": b""}}, 400, "no_audio"),
        ({"content": b"", "headers": RAW}, 400, "no_audio"),
        ({"content": b"x"}, 415, "unsupported_content_type"),
        (
            {"content": b"x", "headers": {"Content-Type": "text/plain"}},
            415,
            "unsupported_content_type",
        ),
        ({"data": {"file": "text"}}, 415, "unsupported_content_type"),
        (
            {"content": b"{", "headers": {"Content-Type": "application/problem+json"}},
            400,
            "malformed_json",
        ),
        (
            {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
            400,
            "malformed_request",
        ),
        (
            {"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=y"}},
            400,
            "malformed_request",
        ),
    ],
    ids=[
        *("nothing", "no-file", "empty-file", "empty-raw", "no-type", "text", "urlencoded"),
        *("half-json", "no-boundary", "wrong-boundary"),
    ],
)
def test_request_without_audio(
    client: TestClient, request_body: dict[str, Any], status: int, code: str
) -> None:
    """What holds no audio is refused by what it is, as the Flask services do."""
    response = client.post("/size", **request_body)

    assert (status, code) == (response.status_code, response.json()["code"])


def test_a_type_has_parameters_and_capitals(client: TestClient) -> None:
    """A media type is known by its name alone."""
    response = client.post("/size", content=b"song", headers={"Content-Type": "Audio/WAV; x=1"})

    assert (200, "4") == (response.status_code, response.text)


def test_form_with_fields(client: TestClient) -> None:
    """A form's other fields come with its file, and nothing of it is written to a disk."""
    response = client.post(
        "/form", files={"file": ("beat.mid", bytes(LARGE_BYTES))}, data={"title": "Été"}
    )

    assert {"title": "Été", "is_on_disk": False} == response.json()
