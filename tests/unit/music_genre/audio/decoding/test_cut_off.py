"""Every container tells when its end is missing, and a whole file is whole."""

import struct

import pytest

from music_genre.audio.decode import bytes_to_waveform
from tools.encoders import WRITERS, samples_to_encoded
from tools.signals import song, to_file

AMR_HZ, HZ = 8_000, 44_100
AT_THE_END = {"MP4", "MP4_ALAC"}  # whose table of contents is there: without it nothing is found


def written(name: str) -> bytes:
    """Write five seconds."""
    rate_hz = {"AMR": AMR_HZ, "OGG": 48_000, "MATROSKA": 48_000, "WEBM": 48_000}.get(name, HZ)
    return samples_to_encoded(song(5, rate_hz), rate_hz, name)


@pytest.mark.parametrize("name", WRITERS)
def test_whole_files(name: str) -> None:
    """What is all there is not said to be cut off."""
    assert not bytes_to_waveform(written(name), 60).info.truncated


@pytest.mark.parametrize("name", sorted(WRITERS.keys() - AT_THE_END))
def test_cut_off_files(name: str) -> None:
    """Two thirds of a file are answered by what is there, and said to be cut off."""
    encoded = written(name)

    info = bytes_to_waveform(encoded[: len(encoded) * 2 // 3 + 1], 60).info

    assert info.truncated
    assert 2.5 < info.duration_s < 4


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", bytes(500)])
@pytest.mark.parametrize("kind", ["WAV", "AIFF"])
def test_one_byte_is_missing(kind: str, before: bytes) -> None:
    """The size of the samples' chunk tells, wherever the file begins."""
    encoded = before + to_file(song(2), kind=kind)

    assert not bytes_to_waveform(encoded, 60).info.truncated
    assert bytes_to_waveform(encoded[:-1], 60).info.truncated


@pytest.mark.parametrize("size", [0, 2**32 - 1])
def test_unknown_size_misses_nothing(size: int) -> None:
    """A recorder that could not go back to write the size has written all there is."""
    encoded = bytearray(to_file(song(2)))
    struct.pack_into("<I", encoded, 40, size)

    info = bytes_to_waveform(bytes(encoded), 60).info

    assert (2, False) == (info.duration_s, info.truncated)


@pytest.mark.parametrize("length", [0, 12, 13, 30, 44, 60])
def test_stumps_are_refused_cleanly(length: int) -> None:
    """A file that ends in its header has nothing to be told."""
    for name in WRITERS:
        encoded = written(name)[:length] if name in {"WAV", "FLAC", "CAF", "W64"} else b""
        with pytest.raises(Exception, match=r"not_audio|undecodable|too_short"):
            bytes_to_waveform(encoded, 60)
