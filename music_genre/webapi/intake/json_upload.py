"""JSON with base64 → bytes of the audio file, for every web framework alike."""

import binascii
import json
from typing import Any, Final

import pybase64
from pydantic_core import from_json

from music_genre.webapi.intake.fields import FILE_FIELDS, JSON_FIELD, several_files, wrong_field
from music_genre.webapi.problems import ApiError

URL_SAFE: Final = str.maketrans("-_", "+/")
WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
UTF8_MARK: Final = b"\xef\xbb\xbf"


def body_to_bytes(body: bytes) -> bytes:
    """Decode the file of a JSON body; empty where there is none. Raises `ApiError`."""
    content = body_to_object(body)
    sent = [content[name] for name in FILE_FIELDS if content.get(name)]
    if len(sent) > 1:
        raise several_files(len(sent))
    if not sent:
        texts = {name: text for name, text in content.items() if isinstance(text, str) and text}
        if texts:  # a file is longer than any other text
            raise wrong_field(max(texts, key=lambda name: len(texts[name])), JSON_FIELD)
        return b""
    if not isinstance(sent[0], str):
        raise ApiError("bad_base64")
    return base64_to_bytes(sent[0])


def body_to_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object in UTF-8 with or without a mark, in UTF-16 or UTF-32. Raises `ApiError`.

    RFC 8259 asks for UTF-8 without a mark, and lets a reader ignore one.
    """
    if body.startswith(UTF8_MARK):
        body = body.removeprefix(UTF8_MARK)
    elif body.startswith(WIDE_MARKS) or b"\x00" in body[:4]:
        try:
            body = body.decode(json.detect_encoding(body)).encode()
        except UnicodeError as error:
            raise ApiError("malformed_json") from error
    try:
        content: Any = from_json(body)
    except ValueError as error:
        raise ApiError("malformed_json") from error
    if not isinstance(content, dict):
        raise ApiError("malformed_json")
    return content


def base64_to_bytes(text: str) -> bytes:
    """Decode base64, of either alphabet, with or without padding, line breaks or a data URI."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return pybase64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        pass  # the rest is allowed, but rare enough to pay for it only here
    text = "".join(text.split()).translate(URL_SAFE)
    if "=" not in text:
        text += "=" * (-len(text) % 4)
    try:
        return pybase64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError("bad_base64") from error
