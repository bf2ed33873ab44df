"""The package's version."""

import tomllib
from importlib import metadata

import pytest

from genre_cli.package import package_version
from tools.processes import ROOT


def test_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the installed one's, and in a checkout the one that is written there."""
    monkeypatch.setattr("genre_cli.package.version", lambda name: f"{name} 1.2")
    assert "music-genre-classifier 1.2" == package_version()

    def missing(_: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr("genre_cli.package.version", missing)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == package_version()
