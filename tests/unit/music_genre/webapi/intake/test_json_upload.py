"""JSON with base64 → bytes: what is taken off, what is refused, and the limit at its edge."""

import base64
import json

import pytest

from music_genre.webapi.intake.json_upload import base64_to_bytes, body_to_bytes
from music_genre.webapi.intake.limits import AROUND_BYTES
from music_genre.webapi.problems import ApiError

BODY = json.dumps({"été": 1, "wav_music": base64.b64encode(b"song").decode()}, ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        "c29uZw==",
        "data:audio/wav;base64,c29uZw==",
        "c29u\r\nZw==\n",
        "data:;base64,c29uZw==",
        "DATA:audio/wav;BASE64,c29uZw==",
        "c29uZw",
    ],
)
def test_base64_in_all_its_clothes(text: str) -> None:
    """A data URI and line breaks are taken off; padding may be missing."""
    assert b"song" == base64_to_bytes(text)


@pytest.mark.parametrize("text", ["-_-_", "+/+/", "-_+/"])
def test_both_alphabets(text: str) -> None:
    """What is written for addresses is read like the standard one."""
    assert b"\xfb\xff\xbf" == base64_to_bytes(text)


@pytest.mark.parametrize(
    "text", ["c29uZ", "c29uZw=", "c29u!w==", "é", "====", "data:audio/wav;base64,?"]
)
def test_bad_base64(text: str) -> None:
    """Wrong length, letters or padding are refused."""
    with pytest.raises(ApiError, match="bad_base64"):
        base64_to_bytes(text)


def test_body() -> None:
    """Other members beside `wav_music` change nothing."""
    assert b"song" == body_to_bytes(b'{"a": [1], "wav_music": "c29uZw=="}')


@pytest.mark.parametrize("name", ["wav_music", "file", "audio"])
def test_names_of_the_file(name: str) -> None:
    """The file is taken under each of three names."""
    assert b"song" == body_to_bytes(json.dumps({name: "c29uZw=="}).encode())


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_charsets(charset: str) -> None:
    """JSON is read in every form of Unicode, with a mark or without."""
    assert b"song" == body_to_bytes(BODY.encode(charset))


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"wav_music": ""}',
        b'{"wav_music": null}',
        b'{"wav_music": "data:audio/wav;base64,"}',
    ],
)
def test_nothing_in_it(body: bytes) -> None:
    """Where there is no file, nothing comes out."""
    assert b"" == body_to_bytes(body)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_file_of_any_length(charset: str) -> None:
    """A long file is read like a short one, escapes and line breaks in it too."""
    encoded = base64.encodebytes(bytes(range(256)) * 100).decode()
    body = json.dumps({"a": 1, "file": encoded}).replace("/", "\\/")

    assert bytes(range(256)) * 100 == body_to_bytes(body.encode(charset))


@pytest.mark.parametrize(
    ("other", "code"),
    [("x", "form_too_large"), ("file", "several_files"), ("audio", "several_files")],
)
def test_a_second_long_text(other: str, code: str) -> None:
    """Another file is one too many; any other text of a megabyte is too much beside the file."""
    text = "QUJD" * (AROUND_BYTES // 4)
    with pytest.raises(ApiError, match=code):
        body_to_bytes(f'{{"file": "{text}", "{other}": "{text}"}}'.encode())


def test_long_text_under_a_wrong_name() -> None:
    """A file under another name is told so, however long it is."""
    with pytest.raises(ApiError, match="wrong_field"):
        body_to_bytes(json.dumps({"inputs": "QUJD" * AROUND_BYTES}).encode())


def test_wrong_field_is_the_longest_text() -> None:
    """Of several other texts, the one that may be a file is named, with the right name."""
    with pytest.raises(ApiError) as raised:
        body_to_bytes(b'{"models": "svm", "inputs": "c29uZw=="}')

    assert {"field": "inputs", "right": "wav_music"} == raised.value.facts


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "malformed_json"),
        (b"{", "malformed_json"),
        (b"[1]", "malformed_json"),
        (b"null", "malformed_json"),
        (b"\xff\xfe", "malformed_json"),
        (b"\xff\xfe{", "malformed_json"),
        ('{"wav_music": "\xe9"}'.encode("latin-1"), "malformed_json"),
        (b'{"inputs": "c29uZw=="}', "wrong_field"),
        (b'{"file": "c29uZw==", "audio": "c29uZw=="}', "several_files"),
        (b'{"file": "c29uZw==", "file": "c29uZw=="}', "several_files"),
        (b'{"wav_music": 5}', "bad_base64"),
        (b'{"file": NaN}', "bad_base64"),
        (b'{"file": {"file": "c29uZw=="}}', "bad_base64"),
        (b'{"wav_music": ["c29uZw=="]}', "bad_base64"),
        (b'{"wav_music": "no*base64"}', "bad_base64"),
    ],
)
def test_body_without_audio(body: bytes, code: str) -> None:
    """Each fault has the code that says what to mend."""
    with pytest.raises(ApiError) as raised:
        body_to_bytes(body)

    assert code == raised.value.code
