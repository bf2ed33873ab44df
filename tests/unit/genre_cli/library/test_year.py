"""The year of the music, by its tags."""

from pathlib import Path

import mutagen
import numpy as np
import pytest
from models.tagged_songs import SUFFIXES, write_music
from mutagen.id3 import ID3, TDOR, TDRC, TYER

from genre_cli.library.year import encoded_to_year


def dated(path: Path, kind: str, date: str) -> Path:
    """Write music whose tags have a date."""
    file = mutagen.File(write_music(path, kind))
    assert file is not None
    if file.tags is None:
        file.add_tags()
    if isinstance(file.tags, ID3):
        file.tags.add(TDRC(encoding=3, text=[date]))  # type: ignore[no-untyped-call]
    else:
        file.tags["\xa9day" if kind.startswith("MP4") else "date"] = [date]
    file.save()
    return path


@pytest.mark.parametrize("kind", SUFFIXES)
def test_every_format(kind: str, tmp_path: Path) -> None:
    """The year is found in a date; without a tag there is none."""
    path = write_music(tmp_path / f"song{SUFFIXES[kind]}", kind)
    assert encoded_to_year(path.read_bytes()) is None

    assert 1987 == encoded_to_year(dated(path, kind, "1987-05-04").read_bytes())


@pytest.mark.parametrize(
    ("said", "year"), [("2003", 2003), ("c. 1971", 1971), ("0000", None), ("123456", None)]
)
def test_what_people_write(said: str, year: int | None, tmp_path: Path) -> None:
    """A year is four digits of a time that had recordings."""
    assert year == encoded_to_year(dated(tmp_path / "a.flac", "FLAC", said).read_bytes())


def test_the_first_release_counts(tmp_path: Path) -> None:
    """A remastered album is music of its own time; ID3v2.3 has its own name for a year."""
    path = dated(tmp_path / "a.mp3", "MP3", "2015")
    tags = ID3(path)  # type: ignore[no-untyped-call]
    tags.add(TDOR(encoding=3, text=["1969"]))  # type: ignore[no-untyped-call]
    tags.save(path)
    assert 1969 == encoded_to_year(path.read_bytes())

    older = ID3()  # type: ignore[no-untyped-call]
    older.add(TYER(encoding=3, text=["1975"]))  # type: ignore[no-untyped-call]
    older.save(path, v2_version=3)
    assert 1975 == encoded_to_year(path.read_bytes())


def test_broken_tags_have_none(tmp_path: Path) -> None:
    """Whatever bytes are wrong, the file is still a song of the library."""
    chance = np.random.default_rng(5)
    for kind, suffix in SUFFIXES.items():
        encoded = bytearray(dated(tmp_path / f"a{suffix}", kind, "1987").read_bytes())
        for _ in range(60):
            broken = encoded.copy()
            for _ in range(5):
                broken[chance.integers(400)] = chance.integers(256)
            assert encoded_to_year(bytes(broken)) in {None, *range(1800, 2100)}
    assert encoded_to_year(b"words and words") is None
