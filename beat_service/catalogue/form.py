"""The form of an upload → description and file of a beat, both checked.

FastAPI would parse a form before anything else looks at the request, and write files over 1 MB to a
disk; as a dependency the form is read after the token was looked at, within a limit, in memory.
"""

from collections.abc import Awaitable, Callable

from fastapi import Request
from pydantic import Field, ValidationError

from beat_service.catalogue.description import Description
from music_genre.webapi.fastapi.upload import request_to_upload
from music_genre.webapi.intake.limits import FORM, content_type_to_media_type
from music_genre.webapi.intake.upload import Upload
from music_genre.webapi.openapi import Schema, request_body
from music_genre.webapi.problems import ApiError


class BeatForm(Description):
    """The form of an upload."""

    file: bytes = Field(description="a MIDI file, or audio in any format of /analyze")


def limit_to_form_reader(max_upload_bytes: int) -> Callable[[Request], Awaitable[BeatForm]]:
    """Make the dependency that reads forms whose file has at most so many bytes."""

    async def read_form(request: Request) -> BeatForm:
        if content_type_to_media_type(request.headers.get("content-type", "")) != FORM:
            raise ApiError("no_audio")
        return upload_to_beat_form(await request_to_upload(request, max_upload_bytes))

    return read_form


def upload_to_beat_form(upload: Upload) -> BeatForm:
    """Check the fields; those left empty count as not sent. Raises `ApiError`."""
    fields = {name: values[-1] for name, values in upload.fields.items() if values[-1] != ""}
    try:
        return BeatForm.model_validate(fields | {"file": upload.content})
    except ValidationError as error:
        raise ApiError("malformed_beat") from error


def form_to_openapi() -> Schema:
    """Describe the form as the body of a request."""
    return request_body({FORM: BeatForm.model_json_schema()})
