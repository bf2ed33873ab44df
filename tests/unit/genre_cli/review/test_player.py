"""What `p` does in a review."""

import os
from pathlib import Path

import pytest

from genre_cli.review.player import file_to_player


def xdg_open(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an opener of a desktop in front of the machine's own, where it has one."""
    program = folder / "xdg-open"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_a_player_gets_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is called, spaces too."""
    xdg_open(tmp_path, f'printf %s "$1" > "{tmp_path}/played"', monkeypatch)

    assert file_to_player("/m/a song.mp3", 60)
    assert "/m/a song.mp3" == (tmp_path / "played").read_text()


def test_where_nothing_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is known, and what the opener says of it does not disturb the question."""
    xdg_open(tmp_path, "echo no method available; echo none >&2; exit 3", monkeypatch)

    assert not file_to_player("/m/a.mp3", 60)
    assert ("", "") == tuple(capfd.readouterr())


def test_a_player_that_goes_on_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next question comes while it plays."""
    fifo = tmp_path / "end"
    os.mkfifo(fifo)
    xdg_open(tmp_path, f'read line < "{fifo}"', monkeypatch)

    assert file_to_player("/m/a.mp3", 0.01)
    fifo.write_text("end\n")
