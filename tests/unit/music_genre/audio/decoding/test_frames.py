"""Chains of frames: found behind rubbish, and known by their ends."""

import numpy as np
import pytest

from music_genre.audio.decoding.frames import CHAINED, ends_within_frame, find_frames
from tools.encoders import samples_to_encoded
from tools.signals import song, to_file

RUBBISH = np.random.default_rng(3).integers(0, 256, 5000, np.uint8).tobytes()
WITHOUT_TAGS = {"MP3": "MP3_WITHOUT_XING", "AAC": "AAC", "AC3": "AC3"}
each_kind = pytest.mark.parametrize("name", WITHOUT_TAGS)


def framed(name: str) -> bytes:
    """Make frames of a kind."""
    return samples_to_encoded(song(2, 44_100), 44_100, WITHOUT_TAGS[name])


@each_kind
@pytest.mark.parametrize("rubbish", [b"", bytes(3000), RUBBISH], ids=["none", "zeros", "random"])
def test_frames_are_found_behind_rubbish(name: str, rubbish: bytes) -> None:
    """The first frame is found where it begins."""
    assert (name, len(rubbish)) == find_frames(rubbish + framed(name), 0)


@each_kind
def test_stream_that_begins_within_a_frame(name: str) -> None:
    """The first whole frame is found."""
    encoded = framed(name)

    found = find_frames(encoded[10:], 0)

    assert found is not None
    assert name == found[0]
    assert encoded[:2] == encoded[10 + found[1] :][:2]


def test_enhanced_ac3_is_found() -> None:
    """It has frames of its own lengths."""
    encoded = samples_to_encoded(song(2, 48_000), 48_000, "EAC3")

    assert ("AC3", 100) == find_frames(bytes(100) + encoded, 0)


@pytest.mark.parametrize("encoded", [b"", b"\xff", RUBBISH * 20, b"\xff\xfb" * 500])
def test_no_frames(encoded: bytes) -> None:
    """What looks like a frame by chance is followed by none."""
    assert find_frames(encoded, 0) is None


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000])
def test_mp3_of_every_rate(rate_hz: int) -> None:
    """Frames of MPEG-1, 2 and 2.5 say their length in different ways."""
    encoded = to_file(song(2, rate_hz), rate_hz, "MP3")

    assert find_frames(RUBBISH[:700] + encoded, 0) == ("MP3", 700)


@each_kind
def test_last_frame(name: str) -> None:
    """A file that ends with its last frame is whole; one byte less is not."""
    encoded = framed(name)

    assert not ends_within_frame(encoded, name)
    assert ends_within_frame(encoded[:-1], name)
    assert not ends_within_frame(encoded + b"TAG" + bytes(125), name)


def test_too_few_frames_to_know() -> None:
    """Where no chain is, nothing is said to be missing."""
    assert CHAINED > 1
    assert not ends_within_frame(b"\xff\xfb\x90\x00", "MP3")
