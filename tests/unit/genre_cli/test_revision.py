"""Libraries that old releases made, forward and back, in both kinds of database."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from old_databases.versions import CATALOGUES, LIBRARIES, OldDatabase, content, lay
from sqlalchemy import text

from beat_service.catalogue.database import (
    database_url_to_url,
    kind_to_revisions,
    url_to_plain_engine,
)
from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.library.songs import LIBRARY, song_to_embedding, url_to_library
from genre_cli.library.tables import Base
from genre_cli.revision import main
from genre_cli.tags.journal import Journal

each_old = pytest.mark.parametrize("old", LIBRARIES, ids=lambda old: old.revision)
FIRST, *_, NEWEST = LIBRARIES
SONG = Path("/music/So Wåt.mp3")


@pytest.fixture
def library_url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name an empty database of each kind, by the setting."""
    monkeypatch.setenv("GENRE_LIBRARY", database_url)
    return database_url


def test_every_earlier_version_has_its_database() -> None:
    """Whoever adds a migration keeps a database of the version before it."""
    assert kind_to_revisions(LIBRARY)[:-1] <= [old.revision for old in LIBRARIES]


@each_old
def test_forward_keeps_all(old: OldDatabase, library_url: str) -> None:
    """Songs, problems, what is gone, written tags and decisions are there in this release."""
    lay(old, library_url)
    library = url_to_library(library_url)
    song = library.song(SONG)

    assert song is not None
    with library.engine.connect() as connection:
        assert [] == compare_metadata(MigrationContext.configure(connection), Base.metadata)
    knows_sound = old is NEWEST
    assert ("bebop" if knows_sound else "jazz", 128.5, 5_000_000_000) == (
        *(song.genre, song.bpm),
        song.size_bytes,
    )
    assert (1959 if knows_sound else None) == song.year
    embedding = song_to_embedding(library.whole(song))
    assert embedding is not None
    assert 1706 == len(embedding)
    assert "not_audio" == library.problem(Path("/music/notes.mp3"))["code"]
    assert library.noted()[b"/music/gone.mp3"].is_gone
    assert ([] if old is FIRST else ["r" * 32]) == Journal(library.engine).runs()


@each_old
def test_back_is_what_it_was(old: OldDatabase, library_url: str, tmp_path: Path) -> None:
    """After this release, a library goes back to the old tables with every row that was in it."""
    lay(old, library_url)
    before = url_to_content(library_url)
    url_to_library(library_url)

    assert 0 == main([old.revision, "--backup", str(tmp_path / "before.backup")])
    assert before == url_to_content(library_url)


def test_newest_goes_back_step_by_step(
    library_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each older schema gets the songs with all that it can hold, and says what it cannot."""
    lay(NEWEST, library_url)
    kept = url_to_content(library_url)
    for old in reversed(LIBRARIES[:-1]):
        assert 0 == main([old.revision, "--backup", str(tmp_path / old.revision)])
        found = url_to_content(library_url)
        columns = found["songs"]["columns"].keys()

        rows = [{name: row[name] for name in columns} for row in kept["songs"]["rows"]]
        assert sorted(rows, key=str) == found["songs"]["rows"]
        assert ("tag_writes" in found) == (old is not FIRST)
    told = capsys.readouterr().out
    assert "without 0003: the decisions of genre review" in told
    assert "without 0002: the journal of tags" in told


def test_a_newer_library_is_refused(library_url: str) -> None:
    """An older release says what to do with a newer one's library."""
    lay(NEWEST, library_url)
    engine = url_to_plain_engine(database_url_to_url(library_url, LIBRARY), LIBRARY)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    engine.dispose()

    with pytest.raises(NobodyAnswersError, match=r"0999, .* genre_cli\.revision 0003$"):
        url_to_library(library_url)


def test_the_commands_own_beats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--beats` is about the catalogue in the program's own folder."""
    monkeypatch.setenv("GENRE_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    lay(CATALOGUES[1], f"sqlite:///{tmp_path / 'beats.db'}")

    assert 0 == main(["--beats"])
    assert "* 0002" in capsys.readouterr().out


def url_to_content(url: str) -> dict[str, Any]:
    """Read all of a database without bringing it up to date."""
    engine = url_to_plain_engine(database_url_to_url(url, LIBRARY), LIBRARY)
    with engine.connect() as connection:
        found = content(connection)
    engine.dispose()
    return found
