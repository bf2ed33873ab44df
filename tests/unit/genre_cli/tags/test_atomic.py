"""The old file or the new one."""

import errno
import os
import stat
from pathlib import Path

import pytest

from genre_cli.library.finding import folder_to_files
from genre_cli.tags.atomic import remove_left_copies, rename_over, scratch_copy
from genre_cli.telling.problems import FileProblemError


def test_the_copy_takes_the_place(tmp_path: Path) -> None:
    """With the rights that the file had; the time is the one that is told."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"old")
    path.chmod(0o640)

    with scratch_copy(path) as scratch:
        scratch.write_bytes(b"new")
        assert [path] == [one.path for one in folder_to_files(tmp_path)]
        rename_over(scratch, path, 1_000_000_000)

    assert (b"new", 1_000_000_000) == (path.read_bytes(), path.stat().st_mtime_ns)
    assert 0o640 == stat.S_IMODE(path.stat().st_mode)
    assert [path] == [*tmp_path.iterdir()]


def test_without_a_time_it_is_now(tmp_path: Path) -> None:
    """Other programs see that the file is new."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"old")
    os.utime(path, (1, 1))

    with scratch_copy(path) as scratch:
        rename_over(scratch, path)

    assert path.stat().st_mtime > 1_000_000_000


def test_a_failure_leaves_the_old_one(tmp_path: Path) -> None:
    """And no copy."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"old")

    with pytest.raises(OSError, match="full"), scratch_copy(path) as scratch:
        scratch.write_bytes(b"ne")
        raise OSError(28, "full")

    assert (b"old", [path]) == (path.read_bytes(), [*tmp_path.iterdir()])


def test_a_copy_that_stays_hides_no_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that lets nothing go, what is told is why the file was not written."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "unlink", refuse)

    with pytest.raises(FileProblemError, match="file_unwritable"), scratch_copy(path):
        raise FileProblemError("file_unwritable")


def refuse(*_: object, **__: object) -> None:
    """Refuse to remove a file."""
    raise PermissionError(errno.EPERM, "Operation not permitted")


def test_what_was_left_is_removed(tmp_path: Path) -> None:
    """A killed program's copies go with the next one's, whichever song; those of others stay."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"old")
    with scratch_copy(path) as scratch:
        left = scratch.with_name(scratch.name.replace(".mp3", "-another.mp3"))
    left.write_bytes(b"half of something")
    others = tmp_path / ".genre-12345678-of-another-home.mp3"
    others.write_bytes(b"half of something")

    remove_left_copies([path])

    assert {path, others} == {*tmp_path.iterdir()}


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    """Though a rename would get by, and whoever runs this may do anything."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"old")
    path.chmod(0o444)

    with pytest.raises(FileProblemError, match="file_read_only"), scratch_copy(path):
        pass
