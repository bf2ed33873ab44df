"""Headers and body of a request → its upload: a form, a raw body, or base64 in JSON.

The one reader of uploads, for Flask and FastAPI alike. The limit counts the audio's bytes. Nothing
is written to a disk.
"""

from music_genre.webapi.intake.content_encoding import inflated
from music_genre.webapi.intake.form import body_to_form
from music_genre.webapi.intake.json_upload import body_to_bytes
from music_genre.webapi.intake.limits import (
    FORM,
    RAW_MEDIA_TYPES,
    body_limit_bytes,
    checked,
    content_type_to_media_type,
    is_json,
    too_large,
)
from music_genre.webapi.intake.upload import Upload
from music_genre.webapi.problems import ApiError


def body_to_upload(
    content_type: str, content_encoding: str, body: bytes, max_upload_bytes: int
) -> Upload:
    """Read the uploaded file, not empty and within the limit. Raises `ApiError`."""
    media_type = content_type_to_media_type(content_type)
    if not media_type and not body:
        raise ApiError("no_audio")
    if not (media_type == FORM or is_json(media_type) or media_type.startswith(RAW_MEDIA_TYPES)):
        raise ApiError("unsupported_content_type")
    most_bytes = body_limit_bytes(media_type, max_upload_bytes)
    if len(body) > most_bytes:
        raise too_large(max_upload_bytes)
    body = inflated(content_encoding, body, most_bytes, max_upload_bytes)
    if media_type == FORM:
        upload = body_to_form(content_type, body)
    elif is_json(media_type):
        upload = Upload(body_to_bytes(body))
    else:
        upload = Upload(body)
    checked(upload.content, max_upload_bytes)
    return upload


def json_to_upload(content_encoding: str, body: bytes, max_upload_bytes: int) -> Upload:
    """Read the file of a JSON body, whatever its type is said to be. Raises `ApiError`."""
    return body_to_upload("application/json", content_encoding, body, max_upload_bytes)
