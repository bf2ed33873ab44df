"""How large uploads may be, at the edge and one past it."""

import base64
import json

import pytest
from refusals import FORM as FORM_TYPE
from refusals import JSON, WAV, in_form

from music_genre.webapi.intake.limits import (
    body_limit_bytes,
    checked,
    content_type_to_media_type,
    is_json,
    too_large,
    too_much_around,
)
from music_genre.webapi.problems import ApiError

LIMIT_BYTES = 3 * 1024 * 1024


def test_largest_body_holds_the_largest_upload() -> None:
    """An upload at the limit fits as base64 in JSON, with room for what is around it."""
    prefix = "data:audio/wav;base64,"
    text = prefix + base64.b64encode(bytes(LIMIT_BYTES)).decode()

    body = json.dumps({"wav_music": text, "models": "svm"}).encode()

    assert len(body) <= body_limit_bytes(JSON, LIMIT_BYTES) < 2 * LIMIT_BYTES


def test_limit_by_kind() -> None:
    """A form has room for other fields; a raw body is the file, to the byte."""
    form = in_form({"notes": "x" * 1000}, file=bytes(LIMIT_BYTES))
    media_type = content_type_to_media_type(FORM_TYPE)

    assert len(form.content) <= body_limit_bytes(media_type, LIMIT_BYTES) < 1.5 * LIMIT_BYTES
    assert LIMIT_BYTES == body_limit_bytes(WAV, LIMIT_BYTES)


def test_media_types() -> None:
    """Parameters and case do not count."""
    assert "multipart/form-data" == content_type_to_media_type("Multipart/Form-Data; boundary=x")
    assert "" == content_type_to_media_type("")
    assert is_json("application/json")
    assert is_json("application/problem+json")
    assert not is_json("application/jsonp")


def test_limit_at_the_edge() -> None:
    """A file of exactly the limit is taken, one byte more is refused."""
    assert LIMIT_BYTES == len(checked(bytes(LIMIT_BYTES), LIMIT_BYTES))

    with pytest.raises(ApiError, match="too_large"):
        checked(bytes(LIMIT_BYTES + 1), LIMIT_BYTES)


def test_empty_file() -> None:
    """A file without a byte is no audio, and its sender is told so."""
    with pytest.raises(ApiError, match="no_audio"):
        checked(b"", LIMIT_BYTES)


def test_refusal_names_the_limit() -> None:
    """The limits are told in megabytes of 1024 · 1024 bytes."""
    refusal = too_large(LIMIT_BYTES)

    assert ("too_large", {"maximum_mb": 3.0}) == (refusal.code, refusal.facts)
    assert {"maximum_mb": 1.0} == too_much_around().facts
