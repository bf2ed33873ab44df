"""How the lock files are made: one first, the others cut from it."""

import tomllib
from pathlib import Path

import pytest

from deploy import lock_requirements
from deploy.lock_requirements import COMPILE, EVERYTHING, LOCKS, main

ROOT = Path(__file__).parents[3]
# Stands for `uv pip compile`: notes what it was asked for, and writes a lock.
RESOLVER = """
import pathlib, sys
arguments = sys.argv[1:]
with open("asked", "a") as file:
    file.write(" ".join(arguments) + "\\n")
lock = pathlib.Path(arguments[arguments.index("--output-file") + 1])
lock.parent.mkdir(parents=True, exist_ok=True)
lock.write_text("a==1\\nb==2\\n")
"""


@pytest.fixture
def resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a scratch folder be the project, and a script the resolver; no index is asked."""
    (tmp_path / "resolver.py").write_text(RESOLVER)
    command = (COMPILE[0], str(tmp_path / "resolver.py"), *COMPILE[1:])
    monkeypatch.setattr(lock_requirements, "ROOT", tmp_path)
    monkeypatch.setattr(lock_requirements, "COMPILE", command)
    monkeypatch.setattr(lock_requirements, "write_table", (tmp_path / "table").touch)
    return tmp_path


def test_every_group_of_the_project_is_there() -> None:
    """Each lock is of a group of `pyproject.toml`, and lies where images and `make` look."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]

    assert LOCKS.keys() <= groups.keys()
    assert all((ROOT / lock).is_file() for lock in LOCKS.values())


def test_one_version_everywhere(resolved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole is resolved first; every other lock is held to it."""
    monkeypatch.setattr("sys.argv", ["lock_requirements.py"])

    main()

    first, *others = (resolved / "asked").read_text().splitlines()
    assert f"--group dev --output-file {EVERYTHING}" in first
    assert "--constraint" not in first
    assert len(LOCKS) - 1 == len(others)
    assert all(line.endswith(f"--constraint {EVERYTHING}") for line in others)


def test_upgrade_is_of_the_whole(resolved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newer versions are taken once; the others follow."""
    monkeypatch.setattr("sys.argv", ["lock_requirements.py", "--upgrade"])

    main()

    asked = (resolved / "asked").read_text().splitlines()
    assert [True] + [False] * (len(LOCKS) - 1) == ["--upgrade" in line for line in asked]


def test_locks_are_for_every_machine(resolved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every lock is universal, hashed, and names no index; the table of wheels follows."""
    monkeypatch.setattr("sys.argv", ["lock_requirements.py"])

    main()

    for line in (resolved / "asked").read_text().splitlines():
        for option in ("--universal", "--generate-hashes", "--no-emit-index-url"):
            assert option in line.split()
    assert (resolved / "table").exists()


def test_what_is_printed(
    resolved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each lock is told with the number of its packages."""
    monkeypatch.setattr("sys.argv", ["lock_requirements.py"])

    main()

    expected = [f"{lock}: 2 packages" for lock in LOCKS.values()]
    assert expected == capsys.readouterr().out.splitlines()
    assert all((resolved / lock).exists() for lock in LOCKS.values())
