"""JSON with base64 → bytes of the audio file, for every web framework alike."""

import binascii
from typing import Final

import pybase64

from music_genre.webapi.intake.fields import FILE_FIELDS, JSON_FIELD, several_files, wrong_field
from music_genre.webapi.intake.json_object import LongText, body_to_members, to_utf8
from music_genre.webapi.intake.limits import AROUND_BYTES, too_much_around
from music_genre.webapi.problems import ApiError

TO_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
WHITE: Final = b" \t\n\v\f\r"


def body_to_bytes(body: bytes) -> bytes:
    """Decode the file of a JSON body; empty where there is none. Raises `ApiError`."""
    body = to_utf8(body)
    members = body_to_members(body)
    sent = [value for name, value in members if name in FILE_FIELDS and value]
    if len(sent) > 1:
        raise several_files(len(sent))
    if not sent:
        texts = [(len(value), name) for name, value in members if isinstance(value, str | LongText)]
        if any(n_bytes for n_bytes, _ in texts):  # a file is longer than any other text
            raise wrong_field(max(texts)[1], JSON_FIELD)
        return b""
    text = sent[0]
    if not isinstance(text, str | LongText):
        raise ApiError("bad_base64")
    if len(body) - len(text) > AROUND_BYTES:
        raise too_much_around()
    return base64_to_bytes(text.decoded() if isinstance(text, LongText) else text)


def base64_to_bytes(text: str) -> bytes:
    """Decode base64, of either alphabet, with or without padding, line breaks or a data URI."""
    if text[:5].lower() == "data:":
        text = text.partition(",")[2]
    try:
        return pybase64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        pass  # the rest is allowed, but rare enough to pay for it only here
    try:
        plain = text.encode("ascii").translate(TO_STANDARD, WHITE)
        if b"=" not in plain:
            plain += b"=" * (-len(plain) % 4)
        return pybase64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError("bad_base64") from error
