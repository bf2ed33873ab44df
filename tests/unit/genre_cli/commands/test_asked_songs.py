"""The songs that a question is about."""

from pathlib import Path

import pytest
import typer
from models.doubtful_songs import doubtful_library

from genre_cli.commands.asked_songs import of_genre, path_to_song, under_to_songs
from genre_cli.telling.output import Output


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
