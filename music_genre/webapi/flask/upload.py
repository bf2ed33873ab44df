"""HTTP request → bytes of the audio file: multipart `file`, a raw body, or base64 in JSON.

The limit counts the audio's bytes. A body that says it is larger is refused before it is read; one
that does not say is cut off while reading.
"""

from flask import Request

from music_genre.webapi.json_upload import body_to_bytes
from music_genre.webapi.limits import FORM_OVERHEAD_BYTES, RAW_MEDIA_TYPES, checked, too_large
from music_genre.webapi.problems import ApiError


def request_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """Read the uploaded file, not empty and within the limit. Raises `ApiError`."""
    if request.mimetype == "multipart/form-data":
        _check_length(request, max_upload_bytes + FORM_OVERHEAD_BYTES, max_upload_bytes)
        uploaded = request.files.get("file")
        encoded = uploaded.read() if uploaded else b""
    elif request.is_json:
        return json_to_bytes(request, max_upload_bytes)
    elif request.mimetype.startswith(RAW_MEDIA_TYPES):
        _check_length(request, max_upload_bytes, max_upload_bytes)
        encoded = request.get_data(cache=False)
    elif request.content_length or request.mimetype:
        raise ApiError("unsupported_content_type")
    else:
        encoded = b""
    return checked(encoded, max_upload_bytes)


def _check_length(request: Request, most_bytes: int, max_upload_bytes: int) -> None:
    """Refuse by the Content-Length header."""
    if (request.content_length or 0) > most_bytes:
        raise too_large(max_upload_bytes)


def json_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """Decode `wav_music` of a JSON body, whatever its Content-Type says. Raises `ApiError`."""
    return body_to_bytes(request.get_data(cache=False), max_upload_bytes)
