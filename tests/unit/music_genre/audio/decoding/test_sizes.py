"""Sizes that say nothing or too little are not believed; good ones are read as they are."""

import struct

import numpy as np
import pytest

from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.decoding.containers import CONTAINERS, bytes_to_container
from music_genre.audio.decoding.sizes import bytes_to_patches, samples_are_missing
from tools.encoders import WRITERS, samples_to_encoded
from tools.signals import song

HZ, SONG_S = 22_050, 4  # W64 pads samples to eight bytes: this many need none
CHUNKED = ["WAV", "RF64", "BW64", "W64", "AIFF"]
MARKS = {
    "WAV": [0, 0x7FFF_F000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_F000, 0xFFFF_FFFF],
    "RF64": [0, 2**63 - 1, 2**64 - 1],
    "BW64": [0, 2**63 - 1, 2**64 - 1],
    "W64": [0, 24, 2**63 - 1, 2**64 - 1],
    "AIFF": [0, 8, 0x7FFF_FFFF, 0xFFFF_FFFF],
}
LIES = [(kind, mark) for kind, marks in MARKS.items() for mark in marks]


def written(kind: str, seconds: float = SONG_S) -> bytearray:
    """Write a song whose sizes are right."""
    name = "RF64" if kind == "BW64" else kind
    encoded = bytearray(samples_to_encoded(song(seconds, HZ), HZ, name))
    if kind == "BW64":
        encoded[:4] = b"BW64"
    return encoded


def put_size(encoded: bytearray, kind: str, size: int) -> None:
    """Write the size of the samples, and the same into the size of the whole file."""
    if kind == "WAV":
        struct.pack_into("<I", encoded, encoded.index(b"data") + 4, size)
        struct.pack_into("<I", encoded, 4, size)
    elif kind == "W64":
        struct.pack_into("<Q", encoded, encoded.index(b"data\xf3") + 16, size)
        struct.pack_into("<Q", encoded, 16, size)
    elif kind == "AIFF":
        struct.pack_into(">I", encoded, encoded.index(b"SSND") + 4, size)
        struct.pack_into(">I", encoded, encoded.index(b"COMM") + 10, size)
        struct.pack_into(">I", encoded, 4, size)
    else:
        at = encoded.index(b"ds64")
        struct.pack_into("<QQQ", encoded, at + 8, size, size, size)
        struct.pack_into("<I", encoded, encoded.index(b"data") + 4, min(size, 2**32 - 1))


def size_of(encoded: bytes | bytearray, kind: str) -> int:
    """Read the size of the samples."""
    if kind == "W64":
        return int(struct.unpack_from("<Q", encoded, encoded.index(b"data\xf3") + 16)[0])
    if kind == "AIFF":
        return int(struct.unpack_from(">I", encoded, encoded.index(b"SSND") + 4)[0])
    if kind == "WAV":
        return int(struct.unpack_from("<I", encoded, encoded.index(b"data") + 4)[0])
    return int(struct.unpack_from("<Q", encoded, encoded.index(b"ds64") + 16)[0])


def assert_whole(encoded: bytes | bytearray, kind: str) -> None:
    """Assert that the song is heard as from the file whose sizes are right."""
    heard, whole = (
        bytes_to_waveform(bytes(encoded), 60),
        bytes_to_waveform(bytes(written(kind)), 60),
    )

    assert (SONG_S, False) == (heard.info.duration_s, heard.info.truncated)
    np.testing.assert_array_equal(whole.waveform, heard.waveform)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(("kind", "mark"), LIES)
def test_unknown_sizes(kind: str, mark: int, before: bytes) -> None:
    """A writer that could not go back has written all the sound."""
    encoded = written(kind)
    put_size(encoded, kind, mark)

    assert_whole(before + encoded, kind)


def test_the_aiff_of_a_pipe_of_sox() -> None:
    """SoX writes a size of its own, and as many frames as that would have."""
    encoded = written("AIFF")
    put_size(encoded, "AIFF", 0x7F00_0008)
    struct.pack_into(">I", encoded, encoded.index(b"COMM") + 10, 0x7F00_0000 // 2)

    assert_whole(encoded, "AIFF")


@pytest.mark.parametrize("kind", CHUNKED)
def test_sizes_that_are_too_small(kind: str) -> None:
    """Samples go on behind a size of a quarter, where no chunk begins there."""
    encoded = written(kind)
    put_size(encoded, kind, size_of(encoded, kind) // 16 * 4)

    assert_whole(encoded, kind)


@pytest.mark.parametrize(
    "behind",
    [
        b"LIST" + struct.pack("<I", 5000) + b"INFO" + b"\x01" * 4996,
        b"xyz " + struct.pack("<I", 5000) + b"\x01" * 5000,
        b"id3 " + struct.pack("<I", 2**31) + b"\x01" * 5000,
        b"TAG" + b"\x01" * 5000,
        bytes(10_000),
        b"\x01" * 4000,
    ],
    ids=["list", "unknown_chunk", "known_chunk_cut_off", "tag", "zeros", "little"],
)
def test_what_stands_behind_the_samples(behind: bytes) -> None:
    """Chunks, tags, padding and little rubbish at the end are no samples."""
    encoded = bytes(written("WAV")) + behind

    assert {} == bytes_to_patches(encoded, 0, CONTAINERS["WAV"])
    assert_whole(encoded, "WAV")


@pytest.mark.parametrize("kind", ["WAV", "RF64", "BW64"])
@pytest.mark.parametrize("size", [0, 3])
def test_empty_lists(kind: str, size: int) -> None:
    """A list with nothing in it, before the samples or behind them, is passed over."""
    empty = b"LIST" + struct.pack("<I", size) + bytes(size + size % 2)
    encoded = written(kind)
    at = encoded.index(b"data")

    assert_whole(encoded[:at] + empty + encoded[at:], kind)
    assert_whole(encoded + empty, kind)


@pytest.mark.parametrize("kind", CHUNKED)
def test_a_size_larger_than_the_file(kind: str) -> None:
    """What a size promises and the file lacks is missing; nothing is laid over."""
    encoded = bytes(written(kind))[:-1000]
    container, start = bytes_to_container(encoded)

    assert samples_are_missing(encoded, start, container)
    assert {} == bytes_to_patches(encoded, start, container)


@pytest.mark.parametrize("name", WRITERS)
def test_good_sizes_are_left_alone(name: str) -> None:
    """A whole file of any container is read as it is."""
    rate_hz = 8_000 if name == "AMR" else 48_000
    encoded = samples_to_encoded(song(1, rate_hz), rate_hz, name)
    container, start = bytes_to_container(encoded)

    assert {} == bytes_to_patches(encoded, start, container)
    assert not samples_are_missing(encoded, start, container)


@pytest.mark.parametrize("kind", CHUNKED)
def test_stumps(kind: str) -> None:
    """A file that ends anywhere in its header raises nothing, and no field behind it is written."""
    encoded = bytes(written(kind, 1))
    for length in range(200):
        patches = bytes_to_patches(encoded[:length], 0, CONTAINERS[kind])

        assert all(at + len(patch) <= length for at, patch in patches.items()), length


def test_compressed_samples_end_where_they_say() -> None:
    """Only samples as they are go on behind their size: frames of a codec might not."""
    encoded = written("WAV")
    put_size(encoded, "WAV", size_of(encoded, "WAV") // 16 * 4)
    struct.pack_into("<H", encoded, encoded.index(b"fmt ") + 8, 0x55)

    assert {} == bytes_to_patches(bytes(encoded), 0, CONTAINERS["WAV"])
