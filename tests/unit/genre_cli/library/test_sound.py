"""The sound of a file, apart from its tags."""

import hashlib
from pathlib import Path

import pytest
from models.tagged_songs import SUFFIXES, write_music

from genre_cli.library.sound import encoded_to_sound_sha256, file_to_stream_sha256
from genre_cli.tags.fields import TagFile
from genre_cli.telling.problems import FileProblemError


@pytest.mark.parametrize("kind", SUFFIXES)
def test_tags_do_not_change_it(kind: str, tmp_path: Path) -> None:
    """A genre of 20 kB moves everything in the file, and the sound is the same."""
    path = write_music(tmp_path / f"song{SUFFIXES[kind]}", kind)
    before, size = file_to_stream_sha256(path), path.stat().st_size
    tags = TagFile(path)
    tags.write("genre", ["Rock" * 5000])
    tags.save()

    assert path.stat().st_size > size + 10_000
    assert before == file_to_stream_sha256(path)


def test_other_sound_is_another(tmp_path: Path) -> None:
    """One byte in the middle is enough."""
    path = write_music(tmp_path / "song.wav", "WAV")
    before = file_to_stream_sha256(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    assert before != file_to_stream_sha256(path)


def test_what_is_no_sound(tmp_path: Path) -> None:
    """It is refused, not hashed."""
    path = tmp_path / "words.mp3"
    path.write_text("words and words")

    with pytest.raises(FileProblemError, match="tags_unreadable"):
        file_to_stream_sha256(path)


def test_broken_names_do_not_matter(tmp_path: Path) -> None:
    """Tags that are no text do not hide the sound; what has no sound is hashed as it is."""
    path = write_music(tmp_path / "song.flac", "FLAC")
    encoded = path.read_bytes()
    place = encoded.index(b"Lavf")
    broken = encoded[:place] + b"\xff\xfe" + encoded[place + 2 :]

    assert file_to_stream_sha256(path) == encoded_to_sound_sha256(broken)
    assert hashlib.sha256(b"words").hexdigest() == encoded_to_sound_sha256(b"words")
