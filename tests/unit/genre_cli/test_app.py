"""The command line as a process: version, help, exit statuses, quiet pipes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from genre_cli.app import COMMANDS
from genre_cli.library.songs import url_to_library
from tools.processes import ROOT, clean_environment, nobody

EXAMPLES = ROOT / "frontend" / "static" / "examples"
DISCO, JAZZ = EXAMPLES / "disco.mp3", EXAMPLES / "jazz.mp3"

HEAVY = (
    *("scipy", "librosa", "onnxruntime", "sklearn", "numba", "numpy", "av", "alembic"),
    *("matplotlib", "pyarrow", "dask", "distributed", "flask", "fastapi"),
)


def genre(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "genre_cli", *arguments],
        env=clean_environment(LANG="en_US.UTF-8", **variables),
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_command_is_there() -> None:
    """Help names each command."""
    said = genre("--help").stdout

    for command in COMMANDS:
        assert f" {command.__name__} " in said


def test_a_pipe_gets_rows() -> None:
    """Standard output has one row a file, tabs between, and nothing else is said."""
    done = genre("predict", DISCO, JAZZ)

    assert (0, "") == (done.returncode, done.stderr)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [str(DISCO), str(JAZZ)] == [row[0] for row in rows]
    assert [["disco", "confident"], ["jazz", "confident"]] == [row[1:3] for row in rows]


def test_a_bad_file_does_not_keep_the_others(tmp_path: Path) -> None:
    """Each has its reason, in the language and by its code; the exit status tells of them."""
    text = tmp_path / "text.mp3"
    text.write_text("not music at all, only words and words")

    done = genre("predict", tmp_path / "none.mp3", text, tmp_path, DISCO, LC_ALL="fr_FR.UTF-8")

    assert 1 == done.returncode
    assert [str(DISCO)] == [line.split("\t")[0] for line in done.stdout.splitlines()]
    first, second, third = done.stderr.splitlines()
    assert "Fichier introuvable" in first
    assert "[file_not_found]" in first
    assert "[not_audio]" in second
    assert "[not_a_file]" in third


def test_json_has_errors_too(tmp_path: Path) -> None:
    """Each line is an object with its file; an error is one with a code."""
    done = genre("predict", "--json", tmp_path / "none.mp3", DISCO)

    problem, answer = (json.loads(line) for line in done.stdout.splitlines())
    assert (1, "") == (done.returncode, done.stderr)
    assert (str(tmp_path / "none.mp3"), "file_not_found") == (problem["file"], problem["code"])
    assert ("disco", str(DISCO)) == (answer["ensemble"]["genre"], answer["file"])


def test_a_wrong_command_line_is_status_2() -> None:
    """So says Typer, as other programs do."""
    assert 2 == genre("predict", "--no-such-option").returncode
    assert 2 == genre("predict", "--language", "sv", DISCO).returncode


def test_nobody_to_ask_is_status_3() -> None:
    """A server that is not there is told once, for all files."""
    done = genre("predict", "--server", nobody(), DISCO, JAZZ)

    assert 3 == done.returncode
    assert 1 == done.stderr.count("[not_ready]")


def test_models_that_are_not_there_are_status_3(tmp_path: Path) -> None:
    """What the services say of `MODELS_DIR` is said here too."""
    done = genre("predict", DISCO, MODELS_DIR=str(tmp_path))

    assert 3 == done.returncode
    assert "train both models into it" in done.stderr


def test_a_reader_that_has_enough() -> None:
    """A closed pipe ends the command quietly, and is no fault of a file."""
    with subprocess.Popen(
        [sys.executable, "-m", "genre_cli", "predict", DISCO, JAZZ],
        env=clean_environment(LANG="C"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()

    assert (141, b"") == (process.returncode, said)


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["stats"], ["export"]])
def test_what_needs_no_model_loads_none(command: list[str], tmp_path: Path) -> None:
    """Nothing that takes long to load, so that a command without a model begins at once."""
    program = (
        "import sys; from genre_cli.app import app; app(sys.argv[1:], standalone_mode=False);"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    environment = clean_environment(GENRE_HOME=str(tmp_path))
    url_to_library(f"sqlite:///{tmp_path / 'library.db'}")  # a new one needs its migrations

    done = subprocess.run(
        [sys.executable, "-c", program, *command],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "[]" == done.stdout.splitlines()[-1]


def test_a_shell_completes_without_models(tmp_path: Path) -> None:
    """Each press of the tab key starts the program once."""
    environment = clean_environment(GENRE_HOME=str(tmp_path), COMP_WORDS="genre st", COMP_CWORD="1")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "genre_cli"],
        env=environment | {"_GENRE_COMPLETE": "complete_bash"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "stats" in done.stdout.split()
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & {"scipy", "librosa", "onnxruntime", "numpy", "sqlalchemy"}


@pytest.mark.parametrize("asked", ['predict "$1"', "--version"])
@pytest.mark.parametrize("where", ["/dev/full", "&-"])
def test_an_output_that_takes_nothing(where: str, asked: str) -> None:
    """A full disk behind standard output, or none at all, is a line and a failure."""
    if where == "/dev/full" and not Path(where).exists():
        pytest.skip("the system has no disk that is always full: try Linux")
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m genre_cli {asked} >{where}', sys.executable, DISCO],
        env=clean_environment(LANG="en_US.UTF-8"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert 1 == done.returncode
    assert "genre: standard output cannot be written: " in done.stderr
    assert 1 == len(done.stderr.splitlines())
