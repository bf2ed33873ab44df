"""Files that every service refuses, and how: name → file, status, code; and all refused uploads."""

import struct
from typing import Final

import numpy as np
import pytest
from refusals import REFUSED_REQUESTS, Sent, in_form

from tools.signals import song, to_file

WAV_HEADER_BYTES: Final = 44
CHANNELS_AT: Final = 22  # [bytes] before a WAV's number of channels
SONG: Final = to_file(song(3))
MP3: Final = to_file(song(3, 44_100), 44_100, "MP3")


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
REFUSED_UPLOADS: Final[dict[str, tuple[Sent, int, str]]] = {
    name: (in_form({}, file=encoded), status, code)
    for name, (encoded, status, code) in REFUSED_FILES.items()
} | REFUSED_REQUESTS

each_refused_file = pytest.mark.parametrize(
    ("encoded", "status", "code"), REFUSED_FILES.values(), ids=REFUSED_FILES.keys()
)
each_refused_upload = pytest.mark.parametrize(
    ("sent", "status", "code"), REFUSED_UPLOADS.values(), ids=REFUSED_UPLOADS.keys()
)
