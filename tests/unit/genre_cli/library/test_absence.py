"""Why the library has no song at a path."""

from pathlib import Path

import numpy as np
import pytest

from genre_cli.library.absence import path_to_absence
from genre_cli.library.finding import OTHER_FILE, Found
from genre_cli.library.hearing import Heard
from genre_cli.library.songs import Library, url_to_library
from genre_cli.telling.problems import error_to_body

HEARD = Heard("a", embedding=np.array([1.0], np.float32))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Fill a library with a refused file, another one than music, and a song that is gone."""
    library = url_to_library(f"sqlite:///{tmp_path / 'library.db'}")
    for name, heard in {
        "refused/a.mp3": Heard("r", problem={"code": "too_large", "title": "Too large"}),
        "refused/b.txt": Heard(None, problem={"code": OTHER_FILE}),
        "gone/c.mp3": HEARD,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        library.keep(Found(path, 0, 0), heard, ["m"])
    library.mark([bytes(tmp_path / "gone" / "c.mp3")], is_gone=True)
    (tmp_path / "new").mkdir()
    return library


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("refused/a.mp3", "too_large"),
        ("refused/b.txt", "not_audio"),
        ("refused", "nothing_heard"),
        ("gone", "songs_gone"),
        ("gone/c.mp3", "songs_gone"),
        ("new", "not_scanned"),
        ("nowhere", "file_not_found"),
    ],
)
def test_each_has_its_reason(name: str, code: str, library: Library, tmp_path: Path) -> None:
    """A file that was refused has the scan's own problem."""
    assert code == error_to_body(path_to_absence(tmp_path / name, library), "en")["code"]
