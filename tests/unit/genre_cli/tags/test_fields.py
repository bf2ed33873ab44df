"""Tags of every format."""

from pathlib import Path

import mutagen
import pytest
from models.tagged_songs import SUFFIXES, write_music
from mutagen.id3 import ID3, TIT2

from genre_cli.tags.fields import FIELDS, TagFile
from genre_cli.telling.problems import FileProblemError

SAID = {
    "genre": ("Rock", "Indie"),
    "bpm": ("128",),
    "key": ("C#m",),
    "comment": ("é 8A",),
    "energy": ("7",),
}


@pytest.mark.parametrize("kind", SUFFIXES)
def test_what_is_written_is_read(kind: str, tmp_path: Path) -> None:
    """Every field, also those with several values; a file without tags has none."""
    path = write_music(tmp_path / f"song{SUFFIXES[kind]}", kind)
    tags = TagFile(path)
    assert [()] * len(FIELDS) == [tags.read(field) for field in FIELDS]

    for field in FIELDS:
        tags.write(field, SAID[field])
    tags.save()

    again = TagFile(path)
    assert SAID == {field: again.read(field) for field in FIELDS}


def test_other_tags_stay(tmp_path: Path) -> None:
    """Title and version of ID3 are as they were."""
    path = write_music(tmp_path / "song.mp3", "MP3")
    for version in (3, 4):
        before = ID3()  # type: ignore[no-untyped-call]  # mutagen has no types here
        title = TIT2(encoding=3, text="Title")  # type: ignore[no-untyped-call]
        before.add(title)  # type: ignore[no-untyped-call]
        before.save(path, v2_version=version)
        tags = TagFile(path)

        tags.write("genre", ["Rock"])
        tags.save()

        after = ID3(path, translate=False)  # type: ignore[no-untyped-call]
        assert (2, version, 0) == after.version
        assert "Title" == str(after["TIT2"])


def test_formats_without_tags(tmp_path: Path) -> None:
    """What mutagen does not write is refused by its reason."""
    matroska = write_music(tmp_path / "song.mka", "MATROSKA")
    with pytest.raises(FileProblemError, match="tags_unsupported"):
        TagFile(matroska)


def test_broken_tags_and_missing_files(tmp_path: Path) -> None:
    """Each has its own error."""
    path = tmp_path / "song.flac"
    path.write_bytes(b"fLaC" + b"\xff" * 100)
    with pytest.raises(FileProblemError, match="tags_unreadable"):
        TagFile(path)
    with pytest.raises(FileNotFoundError):
        TagFile(tmp_path / "none.mp3")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("MP3", "TXXX:EnergyLevel"),
        ("WAV", "TXXX:EnergyLevel"),
        ("FLAC", "energylevel"),
        ("MP4", "----:com.apple.iTunes:energylevel"),
    ],
)
def test_energy_is_called_as_others_do(kind: str, name: str, tmp_path: Path) -> None:
    """Under the name by which programs of DJs look for it, once."""
    path = write_music(tmp_path / f"song{SUFFIXES[kind]}", kind)
    tags = TagFile(path)
    tags.write("energy", ["5"])
    tags.write("energy", ["7"])
    tags.save()

    file = mutagen.File(path)
    assert file is not None
    (value,) = file[name].text if kind in {"MP3", "WAV"} else file[name]
    assert "7" == (value.decode() if isinstance(value, bytes) else value)
