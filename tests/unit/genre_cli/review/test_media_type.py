"""What a browser is told a file is."""

from pathlib import Path

import pytest
from models.tagged_songs import SUFFIXES, write_music

from genre_cli.review.media_type import UNKNOWN, file_to_media_type

TYPES = {"MP3": "mpeg", "OGG_FLAC": "ogg", "VORBIS": "ogg", "MP4_ALAC": "mp4"}


@pytest.mark.parametrize("kind", SUFFIXES)
def test_by_its_content(kind: str, tmp_path: Path) -> None:
    """A name that ends like a page does not make it one."""
    path = write_music(tmp_path / "song.html", kind)

    assert f"audio/{TYPES.get(kind, kind.lower())}" == file_to_media_type(path)


def test_a_page_is_not_shown(tmp_path: Path) -> None:
    """What is no audio is only bytes."""
    path = tmp_path / "song.mp3"
    path.write_text("<!doctype html><script>alert(1)</script>")

    assert UNKNOWN == file_to_media_type(path)
