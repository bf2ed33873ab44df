"""Standard output and error of a command that cannot write to them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.processes import ROOT, clean_environment

DISCO = ROOT / "frontend" / "static" / "examples" / "disco.mp3"
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here: try Linux")


def shell(line: str, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which `genre` is the command."""
    program = f'genre() {{ "$0" -m genre_cli "$@"; }}; {line}'
    return subprocess.run(
        ["/bin/sh", "-c", program, sys.executable, *map(str, arguments)],
        env=clean_environment(LANG="en_US.UTF-8", **variables),
        capture_output=True,
        text=True,
        check=False,
    )


@needs_full
@pytest.mark.parametrize("where", ["/dev/full", "&-", "/dev/null 2</dev/null"])
def test_a_problem_that_cannot_be_told_keeps_no_answer(where: str, tmp_path: Path) -> None:
    """Where standard error takes nothing, the files behind the bad one are answered."""
    done = shell(f'genre predict "$1" "$2" 2>{where}', tmp_path / "none.mp3", DISCO)

    assert (1, [str(DISCO)]) == (
        done.returncode,
        [row.split("\t")[0] for row in done.stdout.splitlines()],
    )


@needs_full
def test_a_wrong_command_line_that_cannot_be_told() -> None:
    """Its status says so all the same."""
    assert 2 == shell("genre nonsense 2>/dev/full").returncode


@needs_full
@pytest.mark.parametrize("asked", ["--help", "predict --help", ""])
def test_help_that_cannot_be_written(asked: str) -> None:
    """It is a line and a failure, whoever writes it."""
    done = shell(f"genre {asked} >/dev/full")

    assert (1, ["genre: standard output cannot be written: No space left on device"]) == (
        done.returncode,
        done.stderr.splitlines(),
    )


def test_a_reader_that_wants_no_help() -> None:
    """It ends quietly, as an answer that nobody reads."""
    done = shell("{ genre --help; echo $? >&2; } | true")

    assert "141\n" == done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_the_encoding_cannot_hold(encoding: str, tmp_path: Path) -> None:
    """A row has the name's bytes, as of a name that is no text; JSON is UTF-8 everywhere."""
    named = Path(shutil.copy(DISCO, tmp_path / "日.mp3"))

    rows = shell('genre predict "$1"', named, PYTHONIOENCODING=encoding)
    told = shell('genre predict --json "$1"', named, PYTHONIOENCODING=encoding)

    assert (0, 0) == (rows.returncode, told.returncode)
    assert rf"{tmp_path}/\xe6\x97\xa5.mp3" == rows.stdout.split("\t")[0]
    assert str(named) == json.loads(told.stdout)["file"]


@pytest.mark.parametrize("forced", ["FORCE_COLOR", "TTY_COMPATIBLE"])
def test_no_variable_makes_a_pipe_a_terminal(forced: str) -> None:
    """Rows keep their tabs, as in a build where colours are asked for."""
    done = shell('genre predict "$1"', DISCO, **{forced: "1"})

    assert [str(DISCO), "disco", "confident"] == done.stdout.split("\t")[:3]
    assert "" == done.stderr


def test_a_terminal_without_a_width() -> None:
    """What is wrong is told, where a variable says that a line has no columns."""
    assert "[file_not_found]" in shell("genre predict none.mp3", COLUMNS="0").stderr
    assert "nonsense" in shell("genre nonsense", COLUMNS="0").stderr
    assert "playlist" in shell("genre --help", COLUMNS="0").stdout
