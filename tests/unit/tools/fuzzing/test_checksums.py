"""Checksums of damaged files are made right, and those of whole ones stay."""

import pytest

from tools.fuzzing.checksums import ogg_crc, repaired
from tools.fuzzing.originals import original


@pytest.mark.parametrize("name", ["OGG", "WAV"])
def test_whole_file_stays(name: str) -> None:
    """What FFmpeg wrote has right checksums already."""
    assert original(name) == repaired(original(name), name)


def test_page_of_ogg_is_repaired() -> None:
    """A page with another byte has the checksum that belongs to it."""
    encoded = bytearray(original("OGG"))
    encoded[40] ^= 1

    mended = repaired(bytes(encoded), "OGG")

    page = bytearray(mended[: 27 + 1 + mended[27]])
    said, page[22:26] = int.from_bytes(page[22:26], "little"), bytes(4)
    assert said == ogg_crc(bytes(page))
    assert encoded[40] == mended[40]
    assert encoded[22:26] != mended[22:26]


def test_head_of_flac_frame_is_repaired() -> None:
    """The first frame's head has its own checksum again after that was lost."""
    encoded = original("FLAC")
    at = encoded.index(b"\xff\xf8", 42)
    end = at + 5  # sync, codes and number: this head has no more
    lost = encoded[:end] + bytes([encoded[end] ^ 0xFF]) + encoded[end + 1 :]

    assert encoded[at : end + 1] == repaired(lost, "FLAC")[at : end + 1]
