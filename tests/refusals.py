"""Requests that every route for songs refuses, and how: name → request, status, code.

They are bytes and a media type, so that any client can send them: `data=` of Flask's test client
and of `requests`, `content=` of Starlette's. The front end's image runs tests with this file, and
has no numpy; files that are refused for what is in them stand in `refused_files.py`.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pytest

BOUNDARY: Final = "the-border-of-parts"
FORM: Final = f"multipart/form-data; boundary={BOUNDARY}"
JSON: Final = "application/json"
WAV: Final = "audio/wav"
FILE: Final = b"RIFF some music"  # nobody looks into it


@dataclass(frozen=True)
class Sent:
    """The body of a request, and what it is said to be; nothing where that is empty."""

    content: bytes
    media_type: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that go with it."""
        return {"Content-Type": self.media_type} if self.media_type else {}


def in_form(fields: Mapping[str, str], **files: bytes) -> Sent:
    """Make a form of text fields and of files, as browsers and `curl -F` send it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    texts = [f'{head}{name}"\r\n\r\n{text}\r\n'.encode() for name, text in fields.items()]
    encoded = [
        f'{head}{name}"; filename="song.wav"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in files.items()
    ]
    return Sent(b"".join([*texts, *encoded, f"--{BOUNDARY}--\r\n".encode()]), FORM)


def in_json(encoded: bytes) -> Sent:
    """Make the JSON body with base64."""
    return Sent(json.dumps({"wav_music": base64.b64encode(encoded).decode()}).encode(), JSON)


def in_each_form(encoded: bytes) -> dict[str, Sent]:
    """Make the three forms in which a file can be uploaded."""
    return {
        "form": in_form({}, file=encoded),
        "raw": Sent(encoded, WAV),
        "json": in_json(encoded),
    }


# Requests that hold no file; no route looks further than at the request.
REFUSED_REQUESTS: Final[dict[str, tuple[Sent, int, str]]] = {
    "nothing": (Sent(b""), 400, "no_audio"),
    "empty_file": (in_form({}, file=b""), 400, "no_audio"),
    "wrong_field": (in_form({}, song=FILE), 400, "wrong_field"),
    "form_without_file": (in_form({"models": "svm"}), 400, "no_audio"),
    "file_that_is_a_text_field": (in_form({"file": "song.wav"}), 400, "file_as_text"),
    "several_files": (in_form({}, file=FILE, audio=FILE), 400, "several_files"),
    "no_boundary": (Sent(in_form({}, file=FILE).content, FORM[:19]), 400, "no_boundary"),
    "form_cut_off": (Sent(in_form({}, file=FILE).content[:-10], FORM), 400, "form_cut_off"),
    "form_that_is_none": (Sent(FILE, FORM), 400, "malformed_form"),
    "empty_raw_body": (Sent(b"", WAV), 400, "no_audio"),
    "no_content_type": (Sent(FILE), 415, "unsupported_content_type"),
    "wrong_content_type": (Sent(FILE, "text/plain"), 415, "unsupported_content_type"),
    "urlencoded": (
        Sent(b"file=text", "application/x-www-form-urlencoded"),
        415,
        "unsupported_content_type",
    ),
    "malformed_json": (Sent(b"{", JSON), 400, "malformed_json"),
    "json_not_utf_8": (Sent(b"\xff\xfe{", JSON), 400, "malformed_json"),
    "json_nested_deeply": (Sent(b"[" * 100_000, JSON), 400, "malformed_json"),
    "json_list": (Sent(b"[1]", JSON), 400, "malformed_json"),
    "json_number": (Sent(b"1", JSON), 400, "malformed_json"),
    "no_key": (Sent(b"{}", JSON), 400, "no_audio"),
    "wrong_key": (Sent(b'{"inputs": "UklGRg=="}', JSON), 400, "wrong_field"),
    "two_keys": (Sent(b'{"file": "UklG", "audio": "UklG"}', JSON), 400, "several_files"),
    "null": (Sent(b'{"wav_music": null}', JSON), 400, "no_audio"),
    "number_for_text": (Sent(b'{"wav_music": 12}', JSON), 400, "bad_base64"),
    "bad_base64": (Sent(b'{"wav_music": "not*base64"}', JSON), 400, "bad_base64"),
}

each_refused_request = pytest.mark.parametrize(
    ("sent", "status", "code"), REFUSED_REQUESTS.values(), ids=REFUSED_REQUESTS.keys()
)
each_form = pytest.mark.parametrize("form", ["form", "raw", "json"])
