"""`genre review`: what is listed, what a decision does to the other commands, the page."""

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
import requests
from models.doubtful_songs import doubtful_library, genres
from typer.testing import CliRunner, Result

from genre_cli.app import app
from genre_cli.library.decisions import Decisions
from genre_cli.library.songs import Library, url_to_library
from tools.processes import ROOT, clean_environment

WAIT_S = 60


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Fill the library of this person, who speaks English."""
    monkeypatch.setenv("GENRE_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C")
    return doubtful_library(tmp_path)


def genre(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)


def command(*arguments: str) -> list[str]:
    """Write the command line of a process."""
    return [sys.executable, "-m", "genre_cli", "review", *arguments]


@pytest.mark.usefixtures("library")
def test_a_pipe_gets_a_list(tmp_path: Path) -> None:
    """The doubtful songs with what was heard, the sure ones if asked; as JSON too."""
    music = tmp_path / "music"
    rows = [line.split("\t") for line in genre("review").stdout.splitlines()]
    everything = genre("review", "--all", music).stdout
    bodies = [json.loads(line) for line in genre("review", "--json").stdout.splitlines()]

    assert [
        [str(music / "between.mp3"), "rock", "ambiguous", "0.4500"],
        [str(music / "none.flac"), "rock", "none_of_these", "0.5000"],
    ] == rows
    assert everything.endswith(f"{music / 'sure.wav'}\trock\tconfident\t0.9000\n")
    assert [("ambiguous", False), ("none_of_these", False)] == [
        (body["outcome"], body["is_decided"]) for body in bodies
    ]
    assert "" == genre("review", tmp_path / "elsewhere").stdout


def test_every_command_goes_by_the_decision(library: Library, tmp_path: Path) -> None:
    """Tags, exports and the list of what is doubtful; a song that has no genre gets none."""
    between, none, sure = library.songs()
    decisions = Decisions(library.engine)
    decisions.keep(between, "Drum & Bass")
    decisions.keep(sure, None)

    tagged = genre("tag", "--fields", "genre", tmp_path / "music").stdout
    listed = json.loads(genre("export", "--format", "json").stdout)

    assert f"{between.path}\tgenre\t\tDrum & Bass\n" == tagged
    assert [("Drum & Bass", True), (None, False), (None, True)] == [
        (one["genre"], one["is_decided"]) for one in listed
    ]
    assert between.path in genre("export", "--genre", "Drum & Bass").stdout
    assert [none.path] == [line.split("\t")[0] for line in genre("review").stdout.splitlines()]


def test_in_another_database(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scan, tag, undo and review ask the one that `GENRE_LIBRARY` names."""
    monkeypatch.setenv("GENRE_LIBRARY", database_url)
    music = tmp_path / "music"
    music.mkdir()
    song = Path(shutil.copy(ROOT / "frontend" / "static" / "examples" / "jazz.mp3", music))
    before = song.read_bytes()

    scanned = genre("scan", "--processes", "1", music)
    (kept,) = url_to_library(database_url).songs()
    Decisions(url_to_library(database_url).engine).keep(kept, "ska")

    assert (0, f"{song}\tjazz\tconfident") == (
        scanned.exit_code,
        scanned.stdout[: len(str(song)) + 15],
    )
    assert f"{song}\tgenre\t\tSka\n" == genre("tag", "--write", "--fields", "genre", music).stdout
    assert '{"scanned": {"unchanged": 1}}\n' == genre("scan", "--json", music).stdout
    assert f"{song}\trestored\n" == genre("undo").stdout
    assert before == song.read_bytes()
    assert "" == genre("review", "--all").stdout


def test_in_a_terminal(library: Library, tmp_path: Path) -> None:
    """A key decides, at once, and what is decided stays when the terminal is closed."""
    ours, theirs = pty.openpty()
    environment = clean_environment(GENRE_HOME=str(tmp_path), LC_ALL="C", TERM="xterm")
    with subprocess.Popen(
        command(), stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        said = read_until(ours, "between.mp3", "quit")
        press(ours, b"2")
        said += read_until(ours, "none.flac", "quit")
        assert {"between.mp3": "hiphop"} == genres(library)
        press(ours, b"q")
        said += read_until(ours, "1 decided")
        assert 0 == process.wait(60)
    os.close(ours)


def press(terminal: int, key: bytes) -> None:
    """Press a key when the terminal waits for one; what comes before that is thrown away."""
    while termios.tcgetattr(terminal)[3] & termios.ICANON:
        time.sleep(0.01)
    os.write(terminal, key)


def read_until(terminal: int, *words: str) -> str:
    """Read what a terminal shows until these words have come, one after the other."""
    pattern = re.compile(".*".join(map(re.escape, words)), re.DOTALL)
    said = ""
    while not pattern.search(said):
        assert select.select([terminal], [], [], WAIT_S)[0], said
        said += os.read(terminal, 1 << 16).decode()
    return said


def test_a_page(library: Library, tmp_path: Path) -> None:
    """Its address is told; a decision on it is kept; Ctrl-C is its end, and no failure."""
    environment = clean_environment(GENRE_HOME=str(tmp_path), LC_ALL="C")
    with subprocess.Popen(
        command("--page", "--language", "fr"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout
        address, _, query = process.stdout.readline().strip().partition("?")
        page = requests.get(f"{address}1?{query}", timeout=60)
        requests.post(f"{address}1", data={"accept": "1"}, timeout=60)
        process.send_signal(2)
        _, errors = process.communicate(timeout=60)

    assert (0, "") == (process.returncode, errors)
    assert "Morceaux douteux" in page.text
    assert {"between.mp3": "rock"} == genres(library)
