"""Folders and stores for shards."""

from pathlib import Path

import pytest

from genre_cli.bulk.folder import OutFolder
from genre_cli.telling.problems import FileProblemError


@pytest.fixture(params=["folder", "store"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> OutFolder:
    """Open a folder of this machine, or a store in memory."""
    return OutFolder(str(tmp_path / "out") if request.param == "folder" else f"memory:/{tmp_path}")


def test_what_is_written_is_there(folder: OutFolder) -> None:
    """Files are written, listed, read, written over and removed."""
    assert ([], None) == (folder.names(), folder.read("a"))

    folder.write("a", b"one")
    folder.write("inside/b", b"two")
    folder.write("a", b"three")

    assert ["a", "inside"] == sorted(folder.names())
    assert (b"three", b"two") == (folder.read("a"), folder.read("inside/b"))
    folder.remove("a")
    folder.remove("a")
    assert ["inside"] == folder.names()


def test_a_scratch_file_is_taken(folder: OutFolder, tmp_path: Path) -> None:
    """It is read by its name."""
    (tmp_path / "scratch").write_bytes(b"list")
    if folder.is_local:
        folder.make("")

    folder.take("list", tmp_path / "scratch")

    with folder.open("list") as file:
        assert b"list" == file.read()


def test_half_a_file_is_never_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails, the old content stays and nothing is left beside it."""
    folder = OutFolder(str(tmp_path))
    folder.write("a", b"old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(FileProblemError) as raised:
        folder.write("a", b"new")

    assert "out_unwritable" == raised.value.code
    assert (["a"], b"old") == (folder.names(), folder.read("a"))


def test_no_such_place() -> None:
    """A scheme that nobody knows is told."""
    with pytest.raises(FileProblemError, match="out_unwritable"):
        OutFolder("nothing://is/here")
