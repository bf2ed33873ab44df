"""Which files an assistant may ask about."""

import os
import socket
from pathlib import Path

import pytest

from genre_cli.assistants.folders import Folders
from genre_cli.telling.problems import FileProblemError
from music_genre.webapi.problems import ApiError

MOST = 1000


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """Make a folder that is allowed, with a song, beside a secret that is not."""
    folder = tmp_path / "music"
    folder.mkdir()
    (folder / "song.mp3").write_bytes(b"sound")
    (tmp_path / "secret.mp3").write_bytes(b"secret")
    (tmp_path / "music of others").mkdir()
    (tmp_path / "music of others" / "song.mp3").write_bytes(b"secret")
    return folder


@pytest.mark.parametrize("name", ["song.mp3", "./song.mp3", "../music/song.mp3"])
def test_what_is_inside(inside: Path, name: str) -> None:
    """It is read, by its path or from the folder, and shown as it can be asked for again."""
    folders = Folders([inside], MOST)

    for asked in (name, str(inside / name)):
        path, encoded = folders.read(asked)
        assert (inside / "song.mp3", b"sound") == (path, encoded)
        assert "song.mp3" == folders.shown(path)


@pytest.mark.parametrize(
    "name",
    [
        *("../secret.mp3", "../nothing.mp3", "/etc/passwd", "../music of others/song.mp3"),
        *("/", "..", "~root/x", "~nobody of this name/x", "song.mp3\0.txt", "\ud800.mp3"),
    ],
)
def test_what_is_outside(inside: Path, name: str) -> None:
    """It is refused alike, whether it is there or not."""
    with pytest.raises(FileProblemError, match="outside_folders"):
        Folders([inside], MOST).read(name)


def test_links_out(inside: Path) -> None:
    """A link counts as what it leads to: a file, a folder, or nothing."""
    (inside / "file.mp3").symlink_to(inside.parent / "secret.mp3")
    (inside / "folder").symlink_to(inside.parent)
    (inside / "nowhere.mp3").symlink_to(inside.parent / "nothing.mp3")
    (inside / "kept.mp3").symlink_to(inside / "song.mp3")
    folders = Folders([inside], MOST)

    for name in ("file.mp3", "folder/secret.mp3", "nowhere.mp3", "folder"):
        with pytest.raises(FileProblemError, match="outside_folders"):
            folders.read(name)
    assert b"sound" == folders.read("kept.mp3")[1]
    assert folders.contain(inside / "kept.mp3")
    assert not folders.contain(inside / "file.mp3")


def test_a_link_that_is_put_there_meanwhile(inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the opening, a folder becomes a link out."""
    (inside / "album").mkdir()
    (inside / "album" / "song.mp3").write_bytes(b"sound")
    (inside.parent / "others").mkdir()
    (inside.parent / "others" / "song.mp3").write_bytes(b"secret")
    opened = os.open

    def swap_and_open(path: Path, flags: int) -> int:
        (inside / "album").rename(inside / "moved")
        (inside / "album").symlink_to(inside.parent / "others")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", swap_and_open)
    with pytest.raises(FileProblemError, match="outside_folders"):
        Folders([inside], MOST).read("album/song.mp3")


def test_what_is_no_file(inside: Path) -> None:
    """Pipes and sockets are not waited for, folders not read."""
    os.mkfifo(inside / "pipe.mp3")
    (inside / "folder.mp3").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(inside / "socket.mp3"))
        folders = Folders([inside], MOST)

        with pytest.raises(FileProblemError, match="not_a_file"):
            folders.read("pipe.mp3")
        for name in ("folder.mp3", "socket.mp3"):
            with pytest.raises((FileProblemError, OSError)):
                folders.read(name)
    with pytest.raises(FileNotFoundError):
        folders.read("missing.mp3")


def test_size(inside: Path) -> None:
    """The limit itself is taken, one byte more is not."""
    (inside / "long.mp3").write_bytes(bytes(MOST))
    (inside / "longer.mp3").write_bytes(bytes(MOST + 1))

    assert MOST == len(Folders([inside], MOST).read("long.mp3")[1])
    with pytest.raises(ApiError, match="too_large"):
        Folders([inside], MOST).read("longer.mp3")


def test_several_folders(inside: Path, tmp_path: Path) -> None:
    """A name is looked for in each; where there are several, whole paths are shown."""
    other = tmp_path / "more"
    other.mkdir()
    (other / "piece.mp3").write_bytes(b"piece")
    folders = Folders([inside, other], MOST)

    path, encoded = folders.read("piece.mp3")

    assert (b"piece", str(other / "piece.mp3")) == (encoded, folders.shown(path))


def test_what_is_no_folder(inside: Path) -> None:
    """A folder that is not there is a mistake of who starts the server."""
    for path in (inside / "song.mp3", inside / "missing"):
        with pytest.raises(FileProblemError, match="not_a_folder"):
            Folders([path], MOST)
