"""HTTP request → bytes of the audio file: multipart `file`, a raw body, or base64 in JSON.

The limit counts the audio's bytes. A body that says it is larger is refused before it is read; one
that does not say is cut off while reading.
"""

import binascii
from typing import Any, Final

import pybase64
from flask import Request
from pydantic_core import from_json

from webapi.problems import ApiError

MEGABYTE: Final = 1024 * 1024
FORM_OVERHEAD_BYTES: Final = 64 * 1024  # part headers, other small fields, JSON around base64
RAW_MEDIA_TYPES: Final = ("audio/", "application/octet-stream", "application/ogg", "video/ogg")


def body_limit_bytes(max_upload_bytes: int) -> int:
    """Largest body that can hold an allowed upload: base64 needs 4 bytes for 3."""
    return max_upload_bytes * 4 // 3 + FORM_OVERHEAD_BYTES


def request_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """The uploaded file, not empty and within the limit. Raises `ApiError`."""
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
    return _checked(encoded, max_upload_bytes)


def _checked(encoded: bytes, max_upload_bytes: int) -> bytes:
    """The file, if it is neither empty nor too large."""
    if not encoded:
        raise ApiError("no_audio")
    if len(encoded) > max_upload_bytes:
        raise ApiError("too_large", maximum_mb=max_upload_bytes / MEGABYTE)
    return encoded


def _check_length(request: Request, most_bytes: int, max_upload_bytes: int) -> None:
    """Refuse by the Content-Length header."""
    if (request.content_length or 0) > most_bytes:
        raise ApiError("too_large", maximum_mb=max_upload_bytes / MEGABYTE)


def json_to_bytes(request: Request, max_upload_bytes: int) -> bytes:
    """Decode `wav_music` of a JSON body, whatever its Content-Type says. Raises `ApiError`."""
    try:
        body: Any = from_json(request.get_data(cache=False))
    except ValueError as error:
        raise ApiError("malformed_json") from error
    if not isinstance(body, dict):
        raise ApiError("malformed_json")
    text = body.get("wav_music")
    if not text:
        raise ApiError("no_audio")
    if not isinstance(text, str):
        raise ApiError("bad_base64")
    return _checked(base64_to_bytes(text), max_upload_bytes)


def base64_to_bytes(text: str) -> bytes:
    """Decode strict base64, with or without a `data:audio/…;base64,` prefix and line breaks."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return pybase64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        pass  # line breaks are common and allowed, but rare enough to pay for them only here
    try:
        return pybase64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError("bad_base64") from error
