"""A folder into the library, without processes: a stand-in hears."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import update

from genre_cli.library.hearers import Hearers, Job
from genre_cli.library.hearing import Heard
from genre_cli.library.scan import Scan
from genre_cli.library.songs import Library, url_to_library
from genre_cli.library.tables import Song
from music_genre.audio.errors import NotAudioError


class Pretended:
    """Hears every file as its content; `stop_after` files it stops."""

    def __init__(self, stop_after: int = 100) -> None:
        self.heard: list[str] = []
        self.is_stopping = False
        self._left = stop_after

    def hear(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Heard]]:
        """Hear files, in their order."""
        for job in jobs:
            sha256 = f"hash of {job.path.read_text()}"
            problem = {"code": NotAudioError.code} if "bad" in job.path.name else None
            if sha256 not in job.known:
                self.heard.append(job.path.name)
            yield job, Heard(sha256, sha256 in job.known, f"sound {sha256}", problem=problem)
            self._left -= 1
            if not self._left:
                self.is_stopping = True
                return


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Open a new library."""
    return url_to_library(f"sqlite:///{tmp_path / 'library.db'}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of four files, one of which is bad."""
    made = tmp_path / "music"
    made.mkdir()
    for name in ("a", "b", "c", "bad"):
        (made / name).write_text(name)
    return made


def scan(
    library: Library, folder: Path, *models: str, stop_after: int = 100
) -> tuple[list[str], dict[str, int], list[Any]]:
    """Scan; return what was heard, what became of the files, and what was told."""
    hearers = Pretended(stop_after)
    walk = Scan(library, models or ("m",), "en")
    told = list(walk.folder_to_library(folder, cast(Hearers, hearers)))
    return hearers.heard, {str(status): n for status, n in walk.counts.items()}, told


def test_everything_once(library: Library, folder: Path) -> None:
    """The second scan hears nothing."""
    assert ["a", "b", "bad", "c"] == scan(library, folder)[0]

    heard, counts, told = scan(library, folder)

    assert ([], {"unchanged": 4}, []) == (heard, counts, told)


def test_what_changed_is_heard(library: Library, folder: Path) -> None:
    """By size or time; where only the time is new the content decides."""
    scan(library, folder)
    (folder / "a").write_text("other")
    os.utime(folder / "b", ns=(1, 1))

    heard, counts, _ = scan(library, folder)

    assert (["a"], {"unchanged": 2, "done": 1, "moved": 1}) == (heard, counts)
    assert {"unchanged": 4} == scan(library, folder)[1]


def test_what_moved_is_known(library: Library, folder: Path) -> None:
    """A song under another name is not heard again; its old name is gone."""
    scan(library, folder)
    shutil.move(folder / "a", folder / "z")

    heard, counts, told = scan(library, folder)

    assert ([], {"unchanged": 3, "moved": 1, "gone": 1}) == (heard, counts)
    assert {"moved", "gone"} == {one.status for one in told}
    assert ["b", "c", "z"] == [Path(song.path).name for song in library.songs()]


def test_what_comes_back_is_there(library: Library, folder: Path, tmp_path: Path) -> None:
    """A file that was away for a while is not heard again."""
    scan(library, folder)
    shutil.move(folder / "a", tmp_path / "a")
    scan(library, folder)
    shutil.move(tmp_path / "a", folder / "a")

    assert ([], {"unchanged": 4}) == scan(library, folder)[:2]
    assert 3 == len(library.songs())


def test_new_models_hear_anew(library: Library, folder: Path) -> None:
    """Answers of other models do not count."""
    scan(library, folder)

    assert 4 == len(scan(library, folder, "newer")[0])


def test_a_stopped_scan_goes_on(library: Library, folder: Path) -> None:
    """Nothing is heard twice, nothing left out, and nothing called gone that was not looked for."""
    first, counts, _ = scan(library, folder, stop_after=2)
    second = scan(library, folder)[0]

    assert (["a", "b"], ["bad", "c"]) == (first, second)
    assert {"done": 2} == counts


def test_problems_are_told_and_kept(library: Library, folder: Path) -> None:
    """The bad file and a broken link have their reasons."""
    (folder / "link").symlink_to(folder / "nowhere")

    _, counts, told = scan(library, folder)

    problems = {one.path.name: one.problem["code"] for one in told if one.problem}
    assert {"bad": "not_audio", "link": "file_not_found"} == problems
    assert {"done": 3, "refused": 2} == counts


def test_a_folder_that_is_not_there(library: Library, tmp_path: Path) -> None:
    """It is an error, and does not make its songs gone: a disk may be unplugged."""
    with pytest.raises(FileNotFoundError):
        scan(library, tmp_path / "none")


def test_other_models_answers_are_good_enough(library: Library, folder: Path) -> None:
    """A fast scan keeps what full has heard, also of a file that is new; full hears anew."""
    scan(library, folder, "full")
    shutil.copy(folder / "a", folder / "z")

    assert ([], {"unchanged": 4, "moved": 1}) == scan(library, folder, "fast", "full")[:2]

    (folder / "b").write_text("other")
    assert ["b"] == scan(library, folder, "fast", "full")[0]
    assert ["b"] == scan(library, folder, "full")[0]


def test_rows_of_earlier_versions_are_completed(library: Library, folder: Path) -> None:
    """They are read for their sound once, and not heard again."""
    scan(library, folder)
    with library.engine.begin() as connection:
        connection.execute(update(Song).values(sound_sha256=None))

    heard, counts, _ = scan(library, folder)

    assert ([], {"moved": 3, "unchanged": 1}) == (heard, counts)
    assert {"unchanged": 4} == scan(library, folder)[1]


def test_how_many_is_known_before_the_first(library: Library, folder: Path) -> None:
    """Of those that there is something to tell of: what is unchanged is not among them."""
    scan(library, folder)
    for name in ("new", "newer"):
        (folder / name).write_text(name)
    expected: list[int] = []
    walk = Scan(library, ("m",), "en", expected.append)

    told = walk.folder_to_library(folder, cast(Hearers, Pretended()))

    assert "new" == next(told).path.name
    assert [2] == expected
    assert ["newer"] == [one.path.name for one in told]
