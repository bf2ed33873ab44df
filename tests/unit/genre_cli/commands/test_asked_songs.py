"""The songs that a question is about."""

import json
from pathlib import Path

import pytest
import soundfile
import typer
from models.doubtful_songs import doubtful_library
from typer.testing import CliRunner, Result

from genre_cli.app import app
from genre_cli.commands.asked_songs import of_genre, path_to_song, under_to_songs
from genre_cli.telling.output import Output
from tools.processes import ROOT


def test_those_of_a_folder(tmp_path: Path) -> None:
    """All, those under a path, one; each by its path."""
    library, output = doubtful_library(tmp_path), Output()

    assert 3 == len(under_to_songs(None, library, output))
    path = tmp_path / "music" / "sure.wav"
    (song,) = under_to_songs(path, library, output)
    assert str(path) == song.file == path_to_song(path, library, output).file
    assert ["rock"] == [one.genre for one in of_genre([song], "rock", output)]
    assert not output.failed


def test_where_there_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends, and a folder is no song."""
    library, output = doubtful_library(tmp_path), Output()

    with pytest.raises(typer.Exit):
        under_to_songs(tmp_path / "none", library, output)
    with pytest.raises(typer.Exit):
        path_to_song(tmp_path, library, output)
    with pytest.raises(typer.Exit):
        of_genre([], "rock", output)
    told = capsys.readouterr().err
    assert all(f"[{code}]" in told for code in ("file_not_found", "not_a_file", "genre_absent"))


def test_a_song_that_nobody_scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is heard at once, is most like its own copy in the library, and is not kept."""
    monkeypatch.setenv("GENRE_HOME", str(tmp_path / "home"))
    samples, rate_hz = soundfile.read(ROOT / "data" / "sample.wav")
    song, copy = tmp_path / "song.wav", tmp_path / "music" / "copy.flac"
    copy.parent.mkdir()
    soundfile.write(song, samples, rate_hz)
    soundfile.write(copy, samples, rate_hz)
    assert 0 == genre("scan", "--processes", "1", copy.parent).exit_code

    (found,) = genre("similar", "--json", song).stdout.splitlines()
    chain = genre("playlist", "--like", song).stdout.splitlines()

    body = json.loads(found)
    assert (str(copy), True) == (body["file"], body["likeness"] > 0.99)
    assert [str(song), str(copy)] == [line for line in chain if not line.startswith("#")]
    assert str(song) not in genre("export").stdout
    (tmp_path / "notes.wav").write_text("no song")
    refused = genre("similar", tmp_path / "notes.wav")
    assert (1, True) == (refused.exit_code, "[not_audio]" in refused.stderr)


def genre(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)
