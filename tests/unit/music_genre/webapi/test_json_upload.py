"""JSON with base64 → bytes: what is taken off, what is refused, and the limit at its edge."""

import base64
import json

import pytest

from music_genre.webapi.json_upload import base64_to_bytes, body_to_bytes
from music_genre.webapi.problems import ApiError

LIMIT_BYTES = 100


def body_of(audio: bytes) -> bytes:
    """Make the body of an upload."""
    return json.dumps({"wav_music": base64.b64encode(audio).decode()}).encode()


@pytest.mark.parametrize(
    "text",
    ["c29uZw==", "data:audio/wav;base64,c29uZw==", "c29u\r\nZw==\n", "data:;base64,c29uZw=="],
)
def test_base64_in_all_its_clothes(text: str) -> None:
    """A data URI and line breaks are taken off."""
    assert b"song" == base64_to_bytes(text)


@pytest.mark.parametrize("text", ["c29uZw", "c29u!w==", "é", "====", "data:audio/wav;base64,?"])
def test_bad_base64(text: str) -> None:
    """Wrong length, letters or padding are refused."""
    with pytest.raises(ApiError, match="bad_base64"):
        base64_to_bytes(text)


def test_body() -> None:
    """Other members beside `wav_music` change nothing."""
    assert b"song" == body_to_bytes(b'{"a": [1], "wav_music": "c29uZw=="}', LIMIT_BYTES)


def test_limit_at_the_edge() -> None:
    """The limit counts the decoded bytes: exactly is read, one more is refused."""
    assert LIMIT_BYTES == len(body_to_bytes(body_of(bytes(LIMIT_BYTES)), LIMIT_BYTES))

    with pytest.raises(ApiError, match="too_large"):
        body_to_bytes(body_of(bytes(LIMIT_BYTES + 1)), LIMIT_BYTES)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "malformed_json"),
        (b"{", "malformed_json"),
        (b"[1]", "malformed_json"),
        (b"null", "malformed_json"),
        (b"\xff\xfe", "malformed_json"),
        (b"{}", "no_audio"),
        (b'{"wav_music": ""}', "no_audio"),
        (b'{"wav_music": null}', "no_audio"),
        (b'{"wav_music": "data:audio/wav;base64,"}', "no_audio"),
        (b'{"wav_music": 5}', "bad_base64"),
        (b'{"wav_music": ["c29uZw=="]}', "bad_base64"),
        (b'{"wav_music": "no*base64"}', "bad_base64"),
    ],
)
def test_body_without_audio(body: bytes, code: str) -> None:
    """Each fault has the code that says what to mend."""
    with pytest.raises(ApiError) as raised:
        body_to_bytes(body, LIMIT_BYTES)

    assert code == raised.value.code
