"""Where the program keeps what it knows."""

from pathlib import Path

import pytest

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.home import beats_url, home, library_url
from genre_cli.library.songs import url_to_library


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


@pytest.mark.parametrize("name", ["a?b", "a%41b", "a#b", "a b+c"])
def test_a_folder_of_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is in it, and nowhere else."""
    monkeypatch.setenv("GENRE_HOME", str(tmp_path / name))

    url_to_library(library_url())

    assert [tmp_path / name / "library.db"] == [*tmp_path.glob("*/library.db")]
    assert [name] == [one.name for one in tmp_path.iterdir()]


def test_a_folder_whose_name_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address can hold it, which is said in a line."""
    monkeypatch.setenv("GENRE_HOME", "/music\udcff")

    with pytest.raises(NobodyAnswersError, match=r"GENRE_HOME=.*no UTF-8"):
        library_url()
