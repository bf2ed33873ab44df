"""The package's version."""

from importlib import metadata

import pytest

from genre_cli.package import NOT_INSTALLED, package_version


def test_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the installed one's; a checkout may have none."""
    monkeypatch.setattr("genre_cli.package.version", lambda name: f"{name} 1.2")
    assert "music-genre-classifier 1.2" == package_version()

    def missing(_: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr("genre_cli.package.version", missing)
    assert NOT_INSTALLED == package_version()
