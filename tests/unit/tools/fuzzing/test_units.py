"""Parts of files of every container are found, with the place of their sizes."""

import pytest

from tools.fuzzing.originals import original
from tools.fuzzing.units import bytes_to_units


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("WAV", b"fmt "),
        ("RF64", b"ds64"),
        ("BW64", b"ds64"),
        ("W64", b"fmt \xf3"),
        ("AIFF", b"COMM"),
        ("CAF", b"desc"),
        ("OGG", b"OggS"),
        ("WAVPACK", b"wvpk"),
        ("MATROSKA", b"\x1a\x45\xdf\xa3"),
        ("WEBM", b"\x1a\x45\xdf\xa3"),
        ("ASF", b"\x30\x26\xb2\x75"),
    ],
)
def test_parts_are_found(name: str, first: bytes) -> None:
    """The first part begins as the container's first part does, and each has a size in it."""
    encoded = original(name)

    units = bytes_to_units(encoded, name)

    assert encoded[units[0].start :].startswith(first)
    assert len(units) > 1
    assert all(u.size is not None and u.start <= u.size.at < u.end for u in units)


def test_atoms_are_found_inside_others() -> None:
    """The table of sample sizes of an MP4 file, five levels down, is a part."""
    encoded = original("MP4")

    kinds = [encoded[unit.start + 4 : unit.start + 8] for unit in bytes_to_units(encoded, "MP4")]

    assert b"ftyp" == kinds[0]
    assert {b"stsz", b"stts", b"stsc", b"stco"} <= set(kinds)


@pytest.mark.parametrize("name", ["MP3", "AAC", "AC3", "EAC3", "FLAC"])
def test_frames_are_found(name: str) -> None:
    """Frames follow each other to the file's end."""
    encoded = original(name)

    units = bytes_to_units(encoded, name)

    assert len(units) > 10
    assert len(encoded) == units[-1].end


def test_what_has_no_parts_has_none() -> None:
    """A file of a header and samples has no parts, nor has one that is cut off at once."""
    assert [] == bytes_to_units(original("AU"), "AU")
    assert [] == bytes_to_units(b"RIFF", "WAV")
