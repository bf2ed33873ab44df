"""What every route that takes a song refuses, and how: name → request, status, code.

The requests are bytes and a media type, so that any client can send them: `data=` of Flask's test
client and of `requests`, `content=` of Starlette's.
"""

import base64
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pytest

from tools.signals import song, to_file

BOUNDARY: Final = "the-border-of-parts"
FORM: Final = f"multipart/form-data; boundary={BOUNDARY}"
JSON: Final = "application/json"
WAV: Final = "audio/wav"
WAV_HEADER_BYTES: Final = 44
CHANNELS_AT: Final = 22  # [bytes] before a WAV's number of channels
SONG: Final = to_file(song(3))
MP3: Final = to_file(song(3, 44_100), 44_100, "MP3")


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


def patched(wav: bytes, at: int, layout: str, value: int) -> bytes:
    """Replace one number in the header of a WAV."""
    content = bytearray(wav)
    struct.pack_into(layout, content, at, value)
    return bytes(content)


def with_sample(value: float) -> bytes:
    """Make a float WAV with one sample of this value."""
    samples = song(3)
    samples[1000] = value
    return to_file(samples, subtype="FLOAT")


# Whole files in whatever form of upload.
REFUSED_FILES: Final[dict[str, tuple[bytes, int, str]]] = {
    "text_named_wav": (b"This is no music at all.\n" * 50, 415, "not_audio"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(500), 415, "not_audio"),
    "half_a_wav_header": (SONG[:30], 422, "undecodable_audio"),
    "half_an_mp3_frame": (MP3[:100], 422, "undecodable_audio"),
    "zero_channels": (patched(SONG, CHANNELS_AT, "<H", 0), 422, "undecodable_audio"),
    "nan": (with_sample(np.nan), 422, "audio_not_finite"),
    "infinity": (with_sample(np.inf), 422, "audio_not_finite"),
    "a_tenth_of_a_second": (to_file(song(0.1)), 422, "audio_too_short"),
    "header_without_samples": (SONG[:WAV_HEADER_BYTES], 422, "audio_too_short"),
    "seven_kilohertz": (to_file(song(3, 7_000), 7_000), 422, "unsupported_sample_rate"),
    "nine_channels": (to_file(np.zeros((22_050, 9)) + 0.1), 422, "too_many_channels"),
    "sixteen_minutes": (to_file(np.zeros(960 * 8_000), 8_000, "FLAC"), 422, "audio_too_long"),
}
# Requests that hold no file; no route looks further than at the request.
REFUSED_REQUESTS: Final[dict[str, tuple[Sent, int, str]]] = {
    "nothing": (Sent(b""), 400, "no_audio"),
    "empty_file": (in_form({}, file=b""), 400, "no_audio"),
    "wrong_field": (in_form({}, song=SONG), 400, "no_audio"),
    "form_without_file": (in_form({"models": "svm"}), 400, "no_audio"),
    "file_that_is_a_text_field": (in_form({"file": "song.wav"}), 400, "no_audio"),
    "empty_raw_body": (Sent(b"", WAV), 400, "no_audio"),
    "no_content_type": (Sent(SONG), 415, "unsupported_content_type"),
    "wrong_content_type": (Sent(SONG, "text/plain"), 415, "unsupported_content_type"),
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
    "null": (Sent(b'{"wav_music": null}', JSON), 400, "no_audio"),
    "number_for_text": (Sent(b'{"wav_music": 12}', JSON), 400, "bad_base64"),
    "bad_base64": (Sent(b'{"wav_music": "not*base64"}', JSON), 400, "bad_base64"),
}
REFUSED_UPLOADS: Final[dict[str, tuple[Sent, int, str]]] = {
    name: (in_form({}, file=encoded), status, code)
    for name, (encoded, status, code) in REFUSED_FILES.items()
} | REFUSED_REQUESTS

each_refused_file = pytest.mark.parametrize(
    ("encoded", "status", "code"), REFUSED_FILES.values(), ids=REFUSED_FILES.keys()
)
each_refused_request = pytest.mark.parametrize(
    ("sent", "status", "code"), REFUSED_REQUESTS.values(), ids=REFUSED_REQUESTS.keys()
)
each_refused_upload = pytest.mark.parametrize(
    ("sent", "status", "code"), REFUSED_UPLOADS.values(), ids=REFUSED_UPLOADS.keys()
)
each_form = pytest.mark.parametrize("form", ["form", "raw", "json"])
