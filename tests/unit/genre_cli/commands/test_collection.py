"""Questions to the library."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from models.tagged_songs import ANALYSIS, verdict
from typer.testing import CliRunner, Result

from genre_cli.app import app
from genre_cli.home import library_url
from genre_cli.library.finding import OTHER_FILE, Found
from genre_cli.library.hearing import Heard
from genre_cli.library.songs import url_to_library


@pytest.fixture
def music(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fill a library with three songs of two seconds, two of which are alike."""
    monkeypatch.setenv("GENRE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C")
    library = url_to_library(f"sqlite:///{tmp_path / 'home' / 'library.db'}")
    songs = {"a.mp3": ("rock", 1.0), "b.mp3": ("rock", 0.9), "c.mp3": ("jazz", -1.0)}
    for name, (genre, place) in songs.items():
        heard = Heard(
            f"hash of {name}",
            prediction={"ensemble": verdict(genre)},
            analysis=dict(ANALYSIS),
            embedding=np.array([place, 0.1], np.float32),
        )
        library.keep(Found(tmp_path / name, 1, 1), heard, ["m"])
    return tmp_path


def genre(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)


def test_similar_songs(music: Path) -> None:
    """The most alike first, in rows and as JSON."""
    rows = genre("similar", music / "a.mp3").stdout.splitlines()
    (first,) = genre("similar", "--json", "-n", "1", music / "a.mp3").stdout.splitlines()

    assert [str(music / name) for name in ("b.mp3", "c.mp3")] == [r.split("\t")[1] for r in rows]
    body = json.loads(first)
    assert (str(music / "b.mp3"), "rock") == (body["file"], body["genre"])
    assert body["likeness"] > 0.99


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none.mp3", "file_not_found"),
        ("new.mp3", "not_audio"),
        ("broken.mp3", "decoding_timeout"),
        ("notes.txt", "not_audio"),
        (".", "not_a_file"),
    ],
)
def test_what_is_no_song_of_the_library(name: str, code: str, music: Path) -> None:
    """The true reason is told."""
    library = url_to_library(library_url())
    for told in ("new.mp3", "broken.mp3", "notes.txt"):
        (music / told).touch()
    problem = {"code": "decoding_timeout", "title": "Slow", "detail": "Wait."}
    library.keep(Found(music / "broken.mp3", 0, 1), Heard("b", problem=problem), ["m"])
    library.keep(Found(music / "notes.txt", 0, 1), Heard(None, problem={"code": OTHER_FILE}), ["m"])

    done = genre("similar", music / name)
    assert (1, True) == (done.exit_code, f"[{code}]" in done.stderr), done.stderr
    assert 1 == genre("playlist", "--like", music / name).exit_code


def test_of_what_nothing_can_be_exported(music: Path) -> None:
    """It is told, and the genres that there are."""
    done = genre("export", "--genre", "bogus")
    assert (1, "") == (done.exit_code, done.stdout)
    assert "jazz, rock" in done.stderr
    done = genre("export", "--under", music / "nowhere")
    assert (1, "") == (done.exit_code, done.stdout)
    assert "[file_not_found]" in done.stderr


def test_a_playlist(music: Path) -> None:
    """Into a file, or to standard output; JSON instead where it is asked for."""
    out = music / "list.m3u8"

    assert 0 == genre("playlist", "--like", music / "a.mp3", "-o", out).exit_code

    text = out.read_text(encoding="utf-8")
    assert [str(music / f"{name}.mp3") for name in "abc"] == [
        line for line in text.splitlines() if not line.startswith("#")
    ]
    assert text == genre("playlist", "--like", music / "a.mp3").stdout
    told = genre("playlist", "--like", music / "a.mp3", "--json").stdout.splitlines()
    assert ["rock", "rock", "jazz"] == [json.loads(line)["genre"] for line in told]


@pytest.mark.parametrize("kind", ["csv", "json", "m3u8", "rekordbox", "traktor"])
def test_export(kind: str, music: Path) -> None:
    """Each format names the songs, of a genre if one is asked for."""
    everything = genre("export", "--format", kind).stdout
    jazz = genre("export", "--format", kind, "--genre", "jazz", "--under", music).stdout

    assert all(f"{name}.mp3" in everything for name in "abc")
    assert ["c"] == [name for name in "abc" if f"{name}.mp3" in jazz]


def test_export_of_bytes(music: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table for who computes, into a file or a pipe; without Arrow it is said what to do."""
    assert 0 == genre("export", "--format", "parquet", "-o", music / "songs.parquet").exit_code

    content = (music / "songs.parquet").read_bytes()
    assert content[:4] == content[-4:] == b"PAR1"
    assert content == genre("export", "--format", "parquet").stdout_bytes
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = genre("export", "--format", "parquet", "-o", music / "other.parquet")
    assert (1, False) == (done.exit_code, (music / "other.parquet").exists())
    assert "[parquet_missing]" in done.stderr


def test_a_file_that_cannot_be_written(music: Path) -> None:
    """It is a failure with its reason."""
    done = genre("export", "-o", music / "none" / "songs.csv")

    assert 1 == done.exit_code
    assert "[file_unwritable]" in done.stderr


def test_odd_names(music: Path) -> None:
    """Rows stay rows, and whoever gets a URI in the place of a name is told so."""
    place = music / "two\nlines\udce9.mp3"
    url_to_library(library_url()).keep(
        Found(place, 1, 1), Heard("odd", embedding=np.array([0.9, 0.2], np.float32)), ["m"]
    )

    rows = genre("similar", music / "a.mp3").stdout.splitlines()
    assert str(music / r"two\nlines\xe9.mp3") in [row.split("\t")[1] for row in rows]
    uri = f"{music.as_uri()}/two%0Alines%E9.mp3"
    told = genre("similar", "--json", place.with_name("a.mp3")).stdout.splitlines()
    assert [uri] == [one["file_uri"] for one in map(json.loads, told) if "file_uri" in one]
    done = genre("export", "--format", "m3u8")
    assert (0, True) == (done.exit_code, uri in done.stdout.splitlines())
    assert [r"lines\xe9.mp3"] == [line[-13:] for line in done.stderr.splitlines()[1:]]
    done = genre("export", "--format", "traktor")
    assert (1, True) == (done.exit_code, "[name_unsupported]" in done.stderr)
    assert "lines" not in done.stdout
