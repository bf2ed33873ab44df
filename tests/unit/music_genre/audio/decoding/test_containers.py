"""First bytes → container, behind tags and rubbish, or what it is instead."""

import pytest

from music_genre.audio.decoding.containers import READABLE_SUFFIXES, bytes_to_container
from music_genre.audio.errors import NotAudioError
from tools.signals import song, to_file

MP3 = to_file(song(2, 44_100), 44_100, "MP3")
FLAC = to_file(song(2), kind="FLAC")
ID3 = b"ID3\x04\x00\x00" + bytes([0, 0, 2, 10]) + bytes(266)
BOM = b"\xef\xbb\xbf"
NAMED = {
    "midi": b"MThd\x00\x00\x00\x06\x00\x01\x00\x02\x01\xe0MTrk",
    "zip": b"PK\x03\x04\x14\x00\x00\x00",
    "archive": b"\x1f\x8b\x08\x00",
    "pdf": b"%PDF-1.7\n",
    "image": b"\x89PNG\r\n\x1a\n",
    "video": b"RIFF\x00\x10\x00\x00AVI LIST",
    "playlist": b"#EXTM3U\nsong.mp3\n",
    "web_page": b"<!DOCTYPE html><html>",
    "other_audio": b"MAC \x96\x0f\x00\x00",
    "program": b"\x7fELF\x02\x01\x01",
    "text": "Ceci n’est pas de la musique.\n".encode(),
}


@pytest.mark.parametrize("before", [b"", ID3, ID3 + ID3, bytes(2000), b"\r\n" + ID3, BOM])
@pytest.mark.parametrize(("name", "encoded"), [("MP3", MP3), ("FLAC", FLAC)])
def test_tags_and_zeros_are_skipped(before: bytes, name: str, encoded: bytes) -> None:
    """Tags of any file, zeros and a text editor's mark may stand before what the file is."""
    container, start = bytes_to_container(before + encoded)

    assert (name, len(before)) == (container.name, start)


@pytest.mark.parametrize("what", NAMED)
def test_what_is_no_sound_is_named(what: str) -> None:
    """It is said what a file is that has no sound."""
    with pytest.raises(NotAudioError) as refused:
        bytes_to_container(NAMED[what] + bytes(1000) if what != "text" else NAMED[what])
    assert what == refused.value.what


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_a_letter(coding: str) -> None:
    """UTF-16 with its mark is text, though the mark could begin a frame of MP3."""
    with pytest.raises(NotAudioError) as refused:
        bytes_to_container("\ufeffNo music, a text editor's file.".encode(coding))
    assert "text" == refused.value.what


@pytest.mark.parametrize(
    "encoded", [b"", b"\x00", bytes(5000), b"\xff" * 5000, b"\x8a\x01\x02\x03" * 100 + b"\0"]
)
def test_what_nobody_knows(encoded: bytes) -> None:
    """What cannot be named is refused all the same."""
    with pytest.raises(NotAudioError) as refused:
        bytes_to_container(encoded)
    assert refused.value.what is None


def test_tag_that_lies_about_its_size() -> None:
    """Where a tag says that it is longer than the file, frames are still found."""
    container, start = bytes_to_container(b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + MP3)

    assert ("MP3", 10) == (container.name, start)


def test_suffixes() -> None:
    """All that a file chooser offers are there, once each."""
    assert {".wav", ".m4a", ".webm", ".wma", ".ac3", ".caf", ".w64"} < {*READABLE_SUFFIXES}
    assert len({*READABLE_SUFFIXES}) == len(READABLE_SUFFIXES)
