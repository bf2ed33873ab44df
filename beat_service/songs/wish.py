"""What is sent beside a song → the wish that it be remembered, or none.

`remember` and `title` are fields of a form, or parameters of the query for the other uploads. Where
nobody asks, nothing of a song is read here, its name neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from pydantic import TypeAdapter, ValidationError

from beat_service.catalogue.description import Name
from beat_service.catalogue.tables import NAME_LENGTH
from music_genre.webapi.intake.upload import Upload
from music_genre.webapi.openapi import FORM_UPLOAD, UPLOADS, Schema, query_parameter, request_body
from music_genre.webapi.problems import ApiError

YES: Final = frozenset({"true", "1", "yes", "on"})
NO: Final = frozenset({"", "false", "0", "no", "off"})
TITLE: Final[TypeAdapter[str]] = TypeAdapter(Name)
ABOUT: Final[dict[str, tuple[str, Schema]]] = {
    "remember": (
        "keep title, tempo, key, time and digest of the song with its beat; needs the token",
        {"type": "boolean", "default": False},
    ),
    "title": (
        "of the song, where it is to be remembered; otherwise its file's name is",
        {"type": "string", "maxLength": NAME_LENGTH},
    ),
}


@dataclass(frozen=True)
class Wish:
    """Somebody asks that a song be remembered; `title` is None where it has no name."""

    title: str | None


def upload_to_wish(query: Mapping[str, str], upload: Upload) -> Wish | None:
    """Read whether a song is to be remembered; None where nobody asks.

    Raises `ApiError` (`malformed_song`).
    """
    said = {name: values[-1] for name, values in upload.fields.items()} | dict(query)
    remember = said.get("remember", "").strip().lower()
    if remember in NO:
        return None
    if remember not in YES:
        raise ApiError("malformed_song")
    title = said.get("title", "")
    if not title:
        return Wish(file_name_to_title(upload.file_name))
    try:
        return Wish(TITLE.validate_python(title))
    except ValidationError as error:
        raise ApiError("malformed_song") from error


def file_name_to_title(file_name: str) -> str | None:
    """Make the name that a client gives a file a title: no folders, one line, not too long."""
    name = PurePosixPath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[:NAME_LENGTH].strip() or None


def wish_to_openapi() -> Schema:
    """Describe an upload beside which a wish may be said, in the form or in the query."""
    properties = {name: schema | {"description": text} for name, (text, schema) in ABOUT.items()}
    form = FORM_UPLOAD | {"properties": FORM_UPLOAD["properties"] | properties}
    parameters = [query_parameter(name, text, schema) for name, (text, schema) in ABOUT.items()]
    return request_body(UPLOADS | {"multipart/form-data": form}) | {"parameters": parameters}
