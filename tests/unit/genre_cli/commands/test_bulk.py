"""The command `genre bulk`, as far as it needs no workers; tests/live/bulk has the rest."""

import builtins
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from genre_cli.app import app


def bulk(*arguments: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["bulk", *map(str, arguments), "--json", "--language", "en"])


def told(result: Result) -> dict[str, Any]:
    """Read what was told last."""
    body: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return body


@pytest.mark.parametrize(
    ("name", "content"),
    [("list.txt", ""), ("list.txt", "  \n\t\n"), ("list.csv", "url\n"), ("*.mp3", "")],
)
def test_a_manifest_of_nothing(name: str, content: str, tmp_path: Path) -> None:
    """It is told, and the folder may become that of another manifest."""
    if "*" not in name:
        (tmp_path / name).write_text(content)

    result = bulk(tmp_path / name, "--out", tmp_path / "out")

    assert (1, "manifest_empty") == (result.exit_code, told(result)["code"]), result.output
    assert not [*(tmp_path / "out").rglob("*.json")]


@pytest.mark.parametrize("scheduler", ["kubernetes", "tcp:", "ssh:a,", "ssh", ""])
def test_no_such_scheduler_is_a_wrong_command_line(scheduler: str, tmp_path: Path) -> None:
    """With what there is, before anything is read or written."""
    result = bulk(tmp_path / "none.txt", "--out", tmp_path / "out", "--scheduler", scheduler)

    assert 2 == result.exit_code
    assert "tcp://host:port" in result.output
    assert not (tmp_path / "out").exists()


def test_a_manifest_that_is_not_there(tmp_path: Path) -> None:
    """The system's words are told, not its numbers."""
    detail = told(bulk(tmp_path / "none.txt", "--out", tmp_path / "out"))["detail"]

    assert detail.startswith(f"{os.strerror(errno.ENOENT)}. ")


@pytest.mark.parametrize(
    ("manifest", "out", "code"),
    [
        ("none.txt", "out", "manifest_unreadable"),
        ("list.txt", "nothing://is/here", "out_unwritable"),
        ("list.txt", "list.txt", "out_unwritable"),
    ],
)
def test_what_cannot_be_done_is_told(manifest: str, out: str, code: str, tmp_path: Path) -> None:
    """By its code, and with status 1."""
    (tmp_path / "list.txt").write_text("/a.wav\n")
    place = out if "://" in out else tmp_path / out

    result = bulk(tmp_path / manifest, "--out", place)

    assert (1, code) == (result.exit_code, told(result)["code"]), result.output


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told what to install; what else is missing is a fault of ours."""
    real = builtins.__import__
    missing = "distributed"

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name.startswith("genre_cli.bulk"):
            raise ModuleNotFoundError(name=missing)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    result = bulk("list.txt", "--out", tmp_path)
    assert (3, "bulk_missing") == (result.exit_code, told(result)["code"])
    assert "music-genre-classifier[bulk]" in told(result)["detail"]

    missing = "numpy"
    assert isinstance(bulk("list.txt", "--out", tmp_path).exception, ModuleNotFoundError)
