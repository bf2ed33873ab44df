"""JSON with base64 → bytes of the audio file, for every web framework alike."""

import binascii
from typing import Any

import pybase64
from pydantic_core import from_json

from music_genre.webapi.limits import checked
from music_genre.webapi.problems import ApiError


def body_to_bytes(body: bytes, max_upload_bytes: int) -> bytes:
    """Decode `wav_music` of a JSON body. Raises `ApiError`."""
    try:
        content: Any = from_json(body)
    except ValueError as error:
        raise ApiError("malformed_json") from error
    if not isinstance(content, dict):
        raise ApiError("malformed_json")
    text = content.get("wav_music")
    if not text:
        raise ApiError("no_audio")
    if not isinstance(text, str):
        raise ApiError("bad_base64")
    return checked(base64_to_bytes(text), max_upload_bytes)


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
