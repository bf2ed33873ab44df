"""What commands write: the whole of it, or what was there before."""

import os
import stat
from pathlib import Path

import pytest
from live.small_disks import fill, small_disk

from genre_cli.commands.putting import bytes_to_file
from genre_cli.telling.problems import FileProblemError


def test_new_and_old(tmp_path: Path) -> None:
    """A new file has a new file's rights, an old one keeps its own, and nothing else is left."""
    new, old = tmp_path / "new.csv", tmp_path / "old.csv"
    old.write_text("old")
    old.chmod(0o600)

    for path in (new, old):
        bytes_to_file(b"content", path)

    usual = tmp_path / "usual"
    usual.touch()
    assert [b"content", b"content"] == [new.read_bytes(), old.read_bytes()]
    assert stat.S_IMODE(usual.stat().st_mode) == stat.S_IMODE(new.stat().st_mode)
    assert 0o600 == stat.S_IMODE(old.stat().st_mode)
    assert {new, old, usual} == set(tmp_path.iterdir())


def test_full_disk(tmp_path: Path) -> None:
    """On a full disk what was there stays, and nothing half."""
    with small_disk(tmp_path / "disk") as disk:
        kept = disk / "kept.csv"
        kept.write_text("kept")
        taken = fill(disk)
        for path in (kept, disk / "new.csv"):
            with pytest.raises(FileProblemError, match="no_room"):
                bytes_to_file(bytes(100_000), path)
        assert "kept" == kept.read_text()
        assert {kept, taken} == set(disk.iterdir())


def test_link_stays_one(tmp_path: Path) -> None:
    """The file that a link leads to is written."""
    (tmp_path / "link.csv").symlink_to(tmp_path / "file.csv")

    bytes_to_file(b"content", tmp_path / "link.csv")

    assert (tmp_path / "link.csv").is_symlink()
    assert b"content" == (tmp_path / "file.csv").read_bytes()


def test_device(tmp_path: Path) -> None:
    """What is no file is written to, not replaced."""
    bytes_to_file(b"content", Path(os.devnull))

    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "code"), [("", "not_a_file"), ("nowhere/new.csv", "file_unwritable")]
)
def test_what_cannot_be_written(name: str, code: str, tmp_path: Path) -> None:
    """A folder, and a file in none, are refused."""
    with pytest.raises(FileProblemError, match=code):
        bytes_to_file(b"content", tmp_path / name)
