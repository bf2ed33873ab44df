"""`genre serve` is `make run`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy import run_local
from genre_cli.app import app


@pytest.mark.parametrize("status", [0, 1])
def test_it_starts_the_services(
    status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a catalogue of beats of its own, by its own name; the exit status is theirs."""
    started: list[str] = []

    def run_services(command: str) -> int:
        started.append(command)
        return status

    monkeypatch.setattr(run_local, "run_services", run_services)
    monkeypatch.delenv("DATABASE_URL")

    done = CliRunner().invoke(app, ["serve"], env={"GENRE_HOME": str(tmp_path / "home")})

    assert (status, ["genre serve"]) == (done.exit_code, started)
    assert (tmp_path / "home").is_dir()
