"""Where the program keeps what it knows."""

from pathlib import Path

import pytest

from genre_cli.home import beats_url, home, library_url


def test_a_person_may_choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder, and each database apart, can be somewhere else."""
    monkeypatch.setenv("GENRE_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL")

    assert tmp_path == home()
    assert f"sqlite:///{tmp_path}/beats.db" == beats_url()
    assert f"sqlite:///{tmp_path}/library.db" == library_url()
    monkeypatch.setenv("DATABASE_URL", "postgresql://beats")
    monkeypatch.setenv("GENRE_LIBRARY", "postgresql://songs")
    assert ("postgresql://beats", "postgresql://songs") == (beats_url(), library_url())


def test_else_it_is_the_systems_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a choice it is a folder of our name."""
    monkeypatch.delenv("GENRE_HOME", raising=False)

    assert "genre" == home().name.strip(".").lower()
