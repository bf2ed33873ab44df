"""The form of an upload: which of its faults is told."""

import asyncio
from typing import Any

import pytest
from fastapi import Request
from refusals import Sent, in_form

from beat_service.catalogue.form import (
    BeatForm,
    form_to_openapi,
    limit_to_form_reader,
    upload_to_beat_form,
)
from music_genre.webapi.intake.upload import Upload
from music_genre.webapi.problems import ApiError

FIELDS = {"title": "Mine", "style": "House", "licence": "CC-BY-4.0", "author": "Me"}
LIMIT_BYTES = 1000


def upload(**changes: str | None) -> Upload:
    """Make an upload with a file and changes; None leaves a field out."""
    sent = FIELDS | changes
    fields = {name: (value,) for name, value in sent.items() if value is not None}
    return Upload(b"RIFF", "beat.wav", fields)


def read(sent: Sent) -> BeatForm:
    """Read the form of a request, as FastAPI does."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": sent.content, "more_body": False}

    async def use() -> BeatForm:
        headers = [(b"content-type", sent.media_type.encode())]
        request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
        return await limit_to_form_reader(LIMIT_BYTES)(request)

    return asyncio.run(use())


def test_a_whole_form() -> None:
    """Four texts and a file; the tempo may be missing or left empty."""
    for bpm in (None, ""):
        found = upload_to_beat_form(upload(bpm=bpm))
        assert FIELDS == {name: getattr(found, name) for name in FIELDS}
        assert found.bpm is None
        assert b"RIFF" == found.file


def test_a_tempo_is_a_number() -> None:
    """What is typed into the field counts."""
    assert 97.5 == upload_to_beat_form(upload(bpm="97.5")).bpm


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, "", "x" * 121])
def test_a_fault_of_a_text(field: str, value: str | None) -> None:
    """A text that is missing, empty or too long makes a malformed beat."""
    with pytest.raises(ApiError, match="malformed_beat"):
        upload_to_beat_form(upload(**{field: value}))


def test_a_form_without_a_file() -> None:
    """What is missing first is the file, whatever else is wrong."""
    with pytest.raises(ApiError, match="no_audio"):
        read(in_form({"title": ""}))


def test_a_request_is_read() -> None:
    """The file and the texts come out of one form."""
    found = read(in_form(FIELDS, file=b"RIFF"))

    assert (b"RIFF", "Mine") == (found.file, found.title)


@pytest.mark.parametrize("media_type", ["", "application/json", "audio/wav"])
def test_another_body_has_no_file(media_type: str) -> None:
    """Only a form can describe a beat."""
    with pytest.raises(ApiError, match="no_audio"):
        read(Sent(b"{}", media_type))


def test_the_document_names_every_field() -> None:
    """The description asks for the texts and the file, and offers tempo and meter."""
    ((media_type, content),) = form_to_openapi()["requestBody"]["content"].items()

    assert "multipart/form-data" == media_type
    assert {*FIELDS, "file"} == set(content["schema"]["required"])
    assert {*FIELDS, "file", "bpm", "meter"} == set(content["schema"]["properties"])
