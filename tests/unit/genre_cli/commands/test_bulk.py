"""The command `genre bulk`, as far as it needs no workers; tests/live/bulk has the rest."""

import builtins
import json
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


def test_an_empty_manifest_is_done(tmp_path: Path) -> None:
    """Without any worker."""
    (tmp_path / "list.txt").touch()

    result = bulk(tmp_path / "list.txt", "--out", tmp_path / "out")

    assert 0 == result.exit_code, result.output
    assert (0, 0) == (told(result)["bulk"]["rows"], told(result)["bulk"]["done"])


@pytest.mark.parametrize(
    ("manifest", "out", "options", "code"),
    [
        ("none.txt", "out", [], "manifest_unreadable"),
        ("list.txt", "nothing://is/here", [], "out_unwritable"),
        ("list.txt", "list.txt", [], "out_unwritable"),
        ("list.txt", "out", ["--scheduler", "kubernetes"], "scheduler_unknown"),
    ],
)
def test_what_cannot_be_done_is_told(
    manifest: str, out: str, options: list[str], code: str, tmp_path: Path
) -> None:
    """By its code, and with status 1."""
    (tmp_path / "list.txt").write_text("/a.wav\n")
    place = out if "://" in out else tmp_path / out

    result = bulk(tmp_path / manifest, "--out", place, *options)

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
