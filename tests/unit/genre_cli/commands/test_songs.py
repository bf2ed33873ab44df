"""The commands that take songs, run in this process."""

import json
from pathlib import Path

from typer.testing import CliRunner

from genre_cli.app import app
from tools.processes import ROOT

SAMPLE = str(ROOT / "data" / "sample.wav")


def test_beats_of_a_song(tmp_path: Path) -> None:
    """The sample's tempo, key and beat, as JSON and as a row."""
    variables = {"GENRE_HOME": str(tmp_path), "LC_ALL": "C"}

    asked = CliRunner().invoke(app, ["beats", "--json", SAMPLE], env=variables)
    row = CliRunner().invoke(app, ["beats", SAMPLE], env=variables)

    body = json.loads(asked.stdout)
    assert (0, SAMPLE, "Afro") == (asked.exit_code, body["file"], body["recommended_beat"])
    assert row.stdout.startswith(f"{SAMPLE}\t{body['tempo']['bpm']:g}\t")


def test_an_explanation_with_its_picture(tmp_path: Path) -> None:
    """The PNG is where it was asked for, the words say what speaks for the genre."""
    picture = tmp_path / "why.png"

    done = CliRunner().invoke(
        app, ["explain", SAMPLE, "-o", str(picture), "--genre", "pop", "--segment", "0"]
    )

    assert 0 == done.exit_code, done.output
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert f"{SAMPLE}\tpop\t" in done.stdout


def test_a_picture_that_cannot_be_written(tmp_path: Path) -> None:
    """It is a failure with its reason."""
    done = CliRunner().invoke(app, ["explain", SAMPLE, "-o", str(tmp_path / "no" / "why.png")])

    assert 1 == done.exit_code
    assert "[file_unwritable]" in done.stderr


def test_a_segment_that_is_not_there() -> None:
    """The services' own refusal is told."""
    done = CliRunner().invoke(app, ["explain", SAMPLE, "--segment", "99"])

    assert 1 == done.exit_code
    assert "[unknown_segment]" in done.stderr
