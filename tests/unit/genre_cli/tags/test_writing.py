"""Tags written and undone."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from models.tagged_songs import SUFFIXES, heard_song, write_music

from genre_cli.library.songs import Library, url_to_library
from genre_cli.library.sound import file_to_stream_sha256
from genre_cli.tags import writing
from genre_cli.tags.fields import TagFile
from genre_cli.tags.journal import Journal
from genre_cli.tags.plan import Change
from genre_cli.tags.writing import undo_line, write_changes
from genre_cli.telling.problems import FileProblemError
from tools.processes import ROOT, clean_environment

ROCK = (Change("genre", (), ("Rock",)), Change("bpm", (), ("128",)))
# Kills a write at one of many moments, undoes what there is, and looks at the file each time.
KILLED = """
import os, signal, sys
from pathlib import Path
from genre_cli.library.songs import url_to_library
from genre_cli.tags.journal import Journal
from genre_cli.tags.plan import Change
from genre_cli.tags.writing import undo_line, write_changes
from models.tagged_songs import heard_song, write_music

folder = Path(sys.argv[1])
path = write_music(folder / "song.mp3", "MP3")
before = path.read_bytes()
changes = (Change("genre", (), ("Rock",)),)
url = f"sqlite:///{folder / 'library.db'}"
heard_song(url_to_library(url), path)

def write(die_at):
    count = 0
    def count_down(frame, event, argument):
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
    library = url_to_library(url)
    (song,) = library.songs()
    journal = Journal(library.engine)
    sys.setprofile(count_down)
    write_changes(song, changes, journal, library, "run")
    sys.setprofile(None)
    return count

def undo_all():
    library = url_to_library(url)
    journal = Journal(library.engine)
    while run := next(iter(journal.runs()), None):
        for line in journal.lines(run):
            undo_line(line, journal, library)
    heard_song(library, path)

write(0)  # which loads what is loaded once
undo_all()
total = write(0)
undo_all()
seen, killed = set(), 0
for die_at in range(1, total, max(1, total // 60)):
    child = os.fork()
    if child == 0:
        write(die_at)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    killed += os.WIFSIGNALED(status)  # the last ones have ended before, with fewer steps
    assert status in (0, signal.SIGKILL), (die_at, status)
    after = path.read_bytes()
    seen.add("old" if after == before else "new")
    assert after == before or b"Rock" in after.replace(bytes(1), b""), die_at
    undo_all()
    assert path.read_bytes() == before, die_at
assert killed > 40, killed
print(sorted(seen))
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Open a new library."""
    return url_to_library(f"sqlite:///{tmp_path / 'library.db'}")


@pytest.mark.parametrize("kind", SUFFIXES)
def test_written_and_undone(kind: str, library: Library, tmp_path: Path) -> None:
    """The sound stays, the library follows, and undoing gives back bytes and time."""
    path = write_music(tmp_path / f"song{SUFFIXES[kind]}", kind)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    before, sound = path.read_bytes(), file_to_stream_sha256(path)
    song, journal = heard_song(library, path), Journal(library.engine)

    write_changes(song, ROCK, journal, library, "run")

    assert ("Rock",) == TagFile(path).read("genre")
    assert ("128",) == TagFile(path).read("bpm")
    assert sound == file_to_stream_sha256(path)
    (now,) = library.songs()
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (now.size_bytes, now.modified_ns)
    assert now.sha256 != song.sha256
    (line,) = journal.lines("run")
    assert undo_line(line, journal, library)
    assert (before, 1_000_000_000) == (path.read_bytes(), path.stat().st_mtime)
    assert [song.sha256] == [one.sha256 for one in library.songs()]
    assert [] == journal.lines("run")


def test_a_file_that_was_changed_is_left_alone(library: Library, tmp_path: Path) -> None:
    """Before it is written, and before it is undone."""
    path = write_music(tmp_path / "song.flac", "FLAC")
    song, journal = heard_song(library, path), Journal(library.engine)
    before = path.read_bytes()
    path.write_bytes(before + b"more")
    with pytest.raises(FileProblemError, match="changed_since_scan"):
        write_changes(song, ROCK, journal, library, "run")
    assert [] == journal.lines("run")
    path.write_bytes(before)
    write_changes(song, ROCK, journal, library, "run")
    path.write_bytes(path.read_bytes() + b"more")
    (line,) = journal.lines("run")

    with pytest.raises(FileProblemError, match="changed_since_tag"):
        undo_line(line, journal, library)

    assert path.read_bytes().endswith(b"more")


def test_sound_that_would_change(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that touches it is not let through."""
    path = write_music(tmp_path / "song.wav", "WAV")
    before, journal = path.read_bytes(), Journal(library.engine)

    def damaging(_tags: TagFile) -> None:
        scratch = next(tmp_path.glob(".genre-*"))
        content = bytearray(scratch.read_bytes())
        content[-100] ^= 1
        scratch.write_bytes(content)

    monkeypatch.setattr(TagFile, "save", damaging)
    with pytest.raises(FileProblemError, match="sound_would_change"):
        write_changes(heard_song(library, path), ROCK, journal, library, "run")

    assert (before, []) == (path.read_bytes(), journal.lines("run"))


def test_a_full_disk(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays, with nothing beside it, and undoing has nothing to do."""
    path = write_music(tmp_path / "song.mp3", "MP3")
    before, journal = path.read_bytes(), Journal(library.engine)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "rename_over", full)
    with pytest.raises(OSError, match="No space"):
        write_changes(heard_song(library, path), ROCK, journal, library, "run")

    assert before == path.read_bytes()
    assert not list(tmp_path.glob(".genre-*"))
    (line,) = journal.lines("run")
    assert not undo_line(line, journal, library)
    assert before == path.read_bytes()


@contextmanager
def largest_file(size_bytes: int) -> Iterator[None]:
    """Let the system refuse to make a file any larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_the_system_does_not_take(library: Library, tmp_path: Path) -> None:
    """The copy, its tags and what is undone are told as a file that cannot be written."""
    path = write_music(tmp_path / "song.mp3", "MP3")
    before, journal = path.read_bytes(), Journal(library.engine)
    song = heard_song(library, path)

    for most in (len(before) // 2, len(before)):
        with largest_file(most), pytest.raises(FileProblemError, match="file_unwritable"):
            write_changes(song, ROCK, journal, library, "run")
    assert (before, []) == (path.read_bytes(), journal.lines("run"))
    write_changes(song, ROCK, journal, library, "run")
    written = path.read_bytes()
    (line,) = journal.lines("run")
    with (
        largest_file(len(before) // 2),
        pytest.raises(FileProblemError, match="file_unwritable"),
    ):
        undo_line(line, journal, library)

    assert (written, [line.id]) == (path.read_bytes(), [one.id for one in journal.lines("run")])


def test_a_link_stays_a_link(library: Library, tmp_path: Path) -> None:
    """What it leads to is written."""
    (tmp_path / "real").mkdir()
    path = write_music(tmp_path / "real" / "song.mp3", "MP3")
    link = tmp_path / "link.mp3"
    link.symlink_to(path)

    write_changes(heard_song(library, link), ROCK, Journal(library.engine), library, "run")

    assert link.is_symlink()
    assert ("Rock",) == TagFile(path).read("genre")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot fork")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """`kill -9` leaves the old file or the new one, and undoing gives the old one."""
    environment = clean_environment(PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "tests")]))

    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "['new', 'old']" == done.stdout.strip(), done.stderr
