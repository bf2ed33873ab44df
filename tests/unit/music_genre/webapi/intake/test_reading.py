"""Headers and body → upload: the three forms, the limit in each, and encodings."""

import gzip

import pytest
from refusals import JSON, WAV, in_each_form

from music_genre.webapi.intake.reading import body_to_upload, json_to_upload
from music_genre.webapi.problems import ApiError

LIMIT_BYTES = 50_000


@pytest.mark.parametrize("form", ["form", "raw", "json"])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_limit_at_the_edge(form: str, encoding: str) -> None:
    """The limit counts the audio's bytes in every form: exactly is read, one more refused."""
    for size, is_read in ((LIMIT_BYTES, True), (LIMIT_BYTES + 1, False)):
        sent = in_each_form(bytes(size))[form]
        body = gzip.compress(sent.content) if encoding else sent.content
        if is_read:
            assert size == len(body_to_upload(sent.media_type, encoding, body, LIMIT_BYTES).content)
        else:
            with pytest.raises(ApiError, match="too_large"):
                body_to_upload(sent.media_type, encoding, body, LIMIT_BYTES)


@pytest.mark.parametrize(
    "media_type", ["audio/mpeg", "application/octet-stream", "video/webm", "Audio/WAV; rate=8000"]
)
def test_raw_bodies(media_type: str) -> None:
    """Whatever may hold sound is read as it is."""
    assert b"song" == body_to_upload(media_type, "", b"song", LIMIT_BYTES).content


@pytest.mark.parametrize("media_type", [JSON, "application/vnd.api+json", f"{JSON}; charset=utf-8"])
def test_kinds_of_json(media_type: str) -> None:
    """JSON of any kind is JSON."""
    body = b'{"wav_music": "c29uZw=="}'

    assert b"song" == body_to_upload(media_type, "", body, LIMIT_BYTES).content


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("", b"", "no_audio"),
        ("", b"x", "unsupported_content_type"),
        ("text/plain", b"", "unsupported_content_type"),
        (WAV, b"", "no_audio"),
        (JSON, b"", "malformed_json"),
        (JSON, b'{"wav_music": ""}', "no_audio"),
    ],
)
def test_requests_without_a_file(content_type: str, body: bytes, code: str) -> None:
    """A request is refused by what it is, not taken for a song."""
    with pytest.raises(ApiError, match=code):
        body_to_upload(content_type, "", body, LIMIT_BYTES)


def test_json_by_any_name() -> None:
    """Where only JSON is taken, nobody asks what it is called."""
    assert b"song" == json_to_upload("", b'{"wav_music": "c29uZw=="}', LIMIT_BYTES).content
