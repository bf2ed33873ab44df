"""Files of a folder, each once."""

import os
import sys
from pathlib import Path

import pytest

from genre_cli.library.finding import Found, Unreadable, folder_to_files, looked_ahead


def names(folder: Path) -> list[str]:
    """List what is found, as paths inside the folder."""
    return [one.path.relative_to(folder).as_posix() for one in folder_to_files(folder)]


def test_all_files_are_found_in_order(tmp_path: Path) -> None:
    """With their size and time, folders inside too."""
    (tmp_path / "b").mkdir()
    for name in ("b/c.mp3", "a.mp3", "d"):
        (tmp_path / name).write_bytes(b"123")

    assert ["a.mp3", "b/c.mp3", "d"] == names(tmp_path)
    first = next(folder_to_files(tmp_path))
    assert first == Found(tmp_path / "a.mp3", 3, (tmp_path / "a.mp3").stat().st_mtime_ns)


def test_links_do_not_go_round(tmp_path: Path) -> None:
    """A link up, one to itself and two to each other end nothing; what is linked is found once."""
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    for one in (outside, folder):
        one.mkdir()
    (outside / "song.mp3").write_bytes(b"1")
    (folder / "own.mp3").write_bytes(b"2")
    (folder / "again.mp3").symlink_to(folder / "own.mp3")
    (folder / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "x").symlink_to(folder / "y")
    (folder / "y").symlink_to(folder / "x")
    (folder / "there").symlink_to(outside)
    (folder / "there too").symlink_to(outside)
    (outside / "back").symlink_to(folder)

    found = list(folder_to_files(folder))

    files = [one.path.relative_to(folder).as_posix() for one in found if isinstance(one, Found)]
    assert ["own.mp3", "there/song.mp3"] == files
    broken = {one.path.name for one in found if isinstance(one, Unreadable)}
    assert {"self", "x", "y"} == broken


def test_a_hard_link_is_a_file_of_its_own(tmp_path: Path) -> None:
    """Both names are in the library, as both are in the folder."""
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").hardlink_to(tmp_path / "a")

    assert ["a", "b"] == names(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe, which nobody writes into, is left alone."""
    os.mkfifo(tmp_path / "pipe.mp3")

    assert [] == names(tmp_path)


def test_a_broken_link_is_told(tmp_path: Path) -> None:
    """With what the system says."""
    (tmp_path / "gone.mp3").symlink_to(tmp_path / "nowhere")

    (one,) = folder_to_files(tmp_path)

    assert isinstance(one, Unreadable)
    assert isinstance(one.error, FileNotFoundError)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_are_any_bytes(tmp_path: Path) -> None:
    """A name that is no UTF-8 is found, and can be opened."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp3")).write_bytes(b"1")

    (one,) = folder_to_files(tmp_path)

    assert b"1" == one.path.read_bytes()


def test_the_count_is_told_before_the_first_is_done() -> None:
    """Where all are found in a moment."""
    counts: list[int] = []
    ahead = looked_ahead(iter("abc"), counts.append, look_s=1, clock=lambda: 0)

    assert "a" == next(ahead)
    assert [3] == counts
    assert ["b", "c"] == [*ahead]
    assert [3] == counts


def test_nobody_waits_for_what_takes_long_to_find() -> None:
    """One is given after a moment, and the count is told in the end, once."""
    counts: list[int] = []
    ticks = iter(range(100))
    ahead = looked_ahead(iter("abc"), counts.append, look_s=2, clock=lambda: next(ticks))

    assert ("a", []) == (next(ahead), counts)
    assert ["b", "c"] == [*ahead]
    assert [3] == counts


def test_of_nothing_there_is_none() -> None:
    """That is told too."""
    counts: list[int] = []

    assert [] == [*looked_ahead(iter(""), counts.append)]
    assert [0] == counts
