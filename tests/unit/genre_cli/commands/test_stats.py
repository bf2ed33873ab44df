"""`genre stats`."""

import json
from pathlib import Path

import pytest
from models.doubtful_songs import doubtful_library
from typer.testing import CliRunner, Result

from genre_cli.app import app
from genre_cli.library.decisions import Decisions


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fill the library of this person; a song is decided."""
    monkeypatch.setenv("GENRE_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C")
    library = doubtful_library(tmp_path)
    Decisions(library.engine).keep(library.songs()[0], "ska")
    return tmp_path


def genre(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)


@pytest.mark.usefixtures("home")
def test_numbers() -> None:
    """In rows and as JSON."""
    rows = genre("stats").stdout.splitlines()
    body = json.loads(genre("stats", "--json").stdout)

    assert {"songs\t\t3", "genres\tska\t1", "genres\trock\t1", "decided\t\t1"} < {*rows}
    assert {"ska": 1, "rock": 1, "": 1} == body["genres"]


def test_a_folder_on_a_disk_that_is_away(home: Path) -> None:
    """What is known of it is told all the same, and of another folder that nothing is."""
    (home / "music").rename(home / "elsewhere")

    assert 3 == json.loads(genre("stats", "--json", home / "music").stdout)["songs"]
    done = genre("stats", "--json", home / "elsewhere")
    assert (1, "not_scanned") == (done.exit_code, json.loads(done.stdout)["code"])
    done = genre("stats", "--json", home / "nowhere")
    assert (1, "file_not_found") == (done.exit_code, json.loads(done.stdout)["code"])


@pytest.mark.parametrize(("name", "begins"), [("p.png", b"\x89PNG"), ("p.SVG", b"<?xml")])
def test_a_picture(name: str, begins: bytes, home: Path) -> None:
    """By its name's ending, beside the numbers."""
    done = genre("stats", "-o", home / name)

    assert (0, "songs\t\t3") == (done.exit_code, done.stdout.splitlines()[0])
    assert (home / name).read_bytes().startswith(begins)


def test_what_cannot_be_drawn(home: Path) -> None:
    """Another ending is a wrong command line, a folder that is not there a failure."""
    done = genre("stats", "-o", home / "p.gif")
    assert 2 == done.exit_code
    assert all(ending in done.stderr for ending in (".png", ".svg"))
    done = genre("stats", "-o", home / "none" / "p.png")
    assert (1, True) == (done.exit_code, "[file_unwritable]" in done.stderr)
