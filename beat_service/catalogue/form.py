"""The form of an upload → description and file of a beat, both checked.

FastAPI would parse a form before anything else looks at the request, and write files over 1 MB to a
disk; as a dependency the form is read after the token was looked at, within a limit, in memory.
"""

from collections.abc import AsyncGenerator, Callable
from typing import Final

from fastapi import Request, UploadFile
from pydantic import Field, ValidationError
from starlette.datastructures import FormData

from beat_service.catalogue.description import Description
from music_genre.webapi.fastapi.upload import FORM, drain, request_to_form, request_to_media_type
from music_genre.webapi.openapi import Schema, request_body
from music_genre.webapi.problems import ApiError

FILE_FIELD: Final = "file"


class BeatForm(Description):
    """The form of an upload."""

    file: UploadFile = Field(description="a MIDI file, or audio in any format of /analyze")


def limit_to_form_reader(
    max_upload_bytes: int,
) -> Callable[[Request], AsyncGenerator[BeatForm, None]]:
    """Make the dependency that reads forms whose file has at most so many bytes."""

    async def read_form(request: Request) -> AsyncGenerator[BeatForm, None]:
        if request_to_media_type(request) != FORM:
            await drain(request)
            raise ApiError("no_audio")
        form = await request_to_form(request, max_upload_bytes)
        try:
            yield form_to_beat_form(form)
        finally:
            await form.close()

    return read_form


def form_to_beat_form(form: FormData) -> BeatForm:
    """Check the fields; those left empty count as not sent. Raises `ApiError`."""
    try:
        return BeatForm.model_validate({name: sent for name, sent in form.items() if sent != ""})
    except ValidationError as error:
        fields = {fault["loc"][0] for fault in error.errors()}
        raise ApiError("no_audio" if FILE_FIELD in fields else "malformed_beat") from error


def form_to_openapi() -> Schema:
    """Describe the form as the body of a request."""
    return request_body({FORM: BeatForm.model_json_schema()})
