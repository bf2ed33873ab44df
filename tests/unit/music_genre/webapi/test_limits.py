"""How large uploads may be, at the edge and one past it."""

import base64
import json

import pytest

from music_genre.webapi.limits import body_limit_bytes, checked, too_large
from music_genre.webapi.problems import ApiError

LIMIT_BYTES = 3 * 1024 * 1024


def test_largest_body_holds_the_largest_upload() -> None:
    """An upload at the limit fits as base64 in JSON, with room for what is around it."""
    prefix = "data:audio/wav;base64,"
    text = prefix + base64.b64encode(bytes(LIMIT_BYTES)).decode()

    body = json.dumps({"wav_music": text, "models": "svm"}).encode()

    assert len(body) <= body_limit_bytes(LIMIT_BYTES) < 1.5 * LIMIT_BYTES


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
    """The limit is told in megabytes of 1024 · 1024 bytes."""
    refusal = too_large(LIMIT_BYTES)

    assert ("too_large", {"maximum_mb": 3.0}) == (refusal.code, refusal.facts)
