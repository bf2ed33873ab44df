"""Where the program keeps what it knows."""

from pathlib import Path

import pytest

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.commands.serve import serve
from genre_cli.home import beats_url, home, library_url
from genre_cli.library.songs import url_to_library
from genre_cli.tags.turn import only_writer


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


@pytest.mark.parametrize("folder", ["file", "n" * 300])
def test_a_folder_that_cannot_be_had(
    folder: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told in a line, and is no fault of ours: nothing is logged."""
    (tmp_path / "file").touch()

    with pytest.raises(NobodyAnswersError, match="GENRE_LIBRARY="):
        url_to_library(f"sqlite:///{tmp_path / folder / 'library.db'}")

    assert [] == caplog.records


def test_a_home_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever needs more than a database of it says so in a line: services, a writer of tags."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("GENRE_HOME", str(tmp_path / "file" / "home"))

    for needing in (serve, only_writer().__enter__):
        with pytest.raises(NobodyAnswersError, match=r"GENRE_HOME=.*: Not a directory"):
            needing()
