"""The form of an upload: which of its faults is told, and what is closed afterwards."""

import asyncio
import io
from typing import Any

import pytest
from fastapi import Request, UploadFile
from starlette.datastructures import FormData

from beat_service.catalogue.form import (
    BeatForm,
    form_to_beat_form,
    form_to_openapi,
    limit_to_form_reader,
)
from music_genre.webapi.problems import ApiError

FIELDS = {"title": "Mine", "style": "House", "licence": "CC-BY-4.0", "author": "Me"}
BOUNDARY = "x"
LIMIT_BYTES = 1000


def form(**changes: Any) -> FormData:
    """Make a form with a file and changes; None leaves a field out."""
    sent = FIELDS | {"file": UploadFile(io.BytesIO(b"RIFF"), filename="beat.wav")} | changes
    return FormData({name: value for name, value in sent.items() if value is not None})


def multipart(content: bytes) -> bytes:
    """Write the form as the body of a request."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    fields = "".join(f'{head}"{name}"\r\n\r\n{value}\r\n' for name, value in FIELDS.items())
    file = f'{head}"file"; filename="beat.wav"\r\n\r\n'
    return fields.encode() + file.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def read(body: bytes, media_type: str) -> tuple[bytes, BeatForm]:
    """Read the form of a request, with its file, and finish with it as FastAPI does."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def use() -> tuple[bytes, BeatForm]:
        headers = [(b"content-type", media_type.encode())]
        request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
        forms = limit_to_form_reader(LIMIT_BYTES)(request)
        found = await anext(forms)
        content = await found.file.read()
        await forms.aclose()
        return content, found

    return asyncio.run(use())


def test_a_whole_form() -> None:
    """Four texts and a file; the tempo may be missing or left empty."""
    for bpm in (None, ""):
        found = form_to_beat_form(form(bpm=bpm))
        assert FIELDS == {name: getattr(found, name) for name in FIELDS}
        assert found.bpm is None
        assert "beat.wav" == found.file.filename


def test_a_tempo_is_a_number() -> None:
    """What is typed into the field counts."""
    assert 97.5 == form_to_beat_form(form(bpm="97.5")).bpm


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, "", "x" * 121])
def test_a_fault_of_a_text(field: str, value: str | None) -> None:
    """A text that is missing, empty or too long makes a malformed beat."""
    with pytest.raises(ApiError, match="malformed_beat"):
        form_to_beat_form(form(**{field: value}))


@pytest.mark.parametrize("file", [None, "", "a text"])
def test_a_form_without_a_file(file: str | None) -> None:
    """What is missing first is the file, whatever else is wrong."""
    with pytest.raises(ApiError, match="no_audio"):
        form_to_beat_form(form(file=file, title=None))


def test_a_request_is_read_and_closed() -> None:
    """The file can be read while the request is answered, and is closed after it."""
    content, found = read(multipart(b"RIFF"), f"multipart/form-data; boundary={BOUNDARY}")

    assert (b"RIFF", "Mine") == (content, found.title)
    assert found.file.file.closed


@pytest.mark.parametrize("media_type", ["", "application/json", "audio/wav"])
def test_another_body_has_no_file(media_type: str) -> None:
    """Only a form can describe a beat."""
    with pytest.raises(ApiError, match="no_audio"):
        read(b"{}", media_type)


def test_the_document_names_every_field() -> None:
    """The description asks for the texts and the file, and offers tempo and meter."""
    ((media_type, content),) = form_to_openapi()["requestBody"]["content"].items()

    assert "multipart/form-data" == media_type
    assert {*FIELDS, "file"} == set(content["schema"]["required"])
    assert {*FIELDS, "file", "bpm", "meter"} == set(content["schema"]["properties"])
