"""Catalogues that old releases made, forward and back, in both kinds of database."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from old_databases.versions import CATALOGUES, OldDatabase, content, lay
from sqlalchemy import text
from unit.beat_service.conftest import Start, fixed_traits

from beat_service import backup
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import (
    BEATS,
    NewerError,
    connection_to_config,
    kind_to_revisions,
    upgrade,
    url_to_engine,
    url_to_plain_engine,
)
from beat_service.catalogue.database import database_url_to_url as to_url
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.revision import main
from beat_service.songs.memory import SongMemory

each_old = pytest.mark.parametrize("old", CATALOGUES, ids=lambda old: old.revision)
FIRST, *_, NEWEST = CATALOGUES


def test_every_earlier_version_has_its_database() -> None:
    """Whoever adds a migration keeps a database of the version before it."""
    assert kind_to_revisions(BEATS)[:-1] <= [old.revision for old in CATALOGUES]


@each_old
def test_forward_keeps_all(old: OldDatabase, start: Start, database_url: str) -> None:
    """Beats, their files, what was deleted, and songs are there after the start of this release."""
    lay(old, database_url)
    engine = start()
    catalogue = BeatCatalogue(engine, fixed_traits)
    catalogue.fill(folders_to_repertoire())
    notes, recording = catalogue.beat("house-notes"), catalogue.beat("house-recording")

    with engine.begin() as connection:
        command.check(connection_to_config(connection))
    assert ("Notes", "Änne", 96.0, "4/4", 8.0) == (
        *(notes.title, notes.author, notes.bpm),
        *(notes.meter, notes.beats),
    )
    assert (b"MThd", b"fLaC") == tuple(
        catalogue.uploaded(beat.id)[:4] for beat in (notes, recording)
    )
    assert catalogue.wav(recording.id).startswith(b"RIFF")
    assert "house-deep" in {beat.id for beat in catalogue.beats()}
    assert "house-jack" not in {beat.id for beat in catalogue.beats()}
    told = [song.title for song in SongMemory(engine).songs(notes.id)]
    assert (["My song"] if old is NEWEST else []) == told


@each_old
def test_back_is_what_it_was(
    old: OldDatabase, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """After this release, a database goes back to the old tables with every row that was in it."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    lay(old, database_url)
    before = url_to_content(database_url)
    url_to_engine(database_url).dispose()

    assert 0 == main([old.revision, "--backup", str(tmp_path / "before.backup")])
    assert before == url_to_content(database_url)


def test_newest_goes_back_step_by_step(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each older schema gets the rows that it can hold, and looks as it did in its own time."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    lay(NEWEST, database_url)
    kept = url_to_content(database_url)["beats"]["rows"]
    for old in reversed(CATALOGUES[:-1]):
        assert 0 == main([old.revision, "--backup", str(tmp_path / old.revision)])
        found = url_to_content(database_url)
        columns = found["beats"]["columns"].keys()

        assert [{name: row[name] for name in columns} for row in kept] == found["beats"]["rows"]
        assert 2 == len(found["beat_files"]["rows"])
    assert columns == {name for name in kept[0] if name not in {"meter", "beats"}}


def test_going_back_says_what_is_lost_and_saves_it(
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The songs of a beat are named as lost, and the backup that was made before has them."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    lay(NEWEST, database_url)

    assert 0 == main(["0003"])
    told = capsys.readouterr().out
    (file,) = tmp_path.rglob("*.0004.backup")
    assert "without 0004: the songs that beats were chosen for" in told
    assert f"{file.name}: saved before" in told
    assert "it is at 0003 now" in told
    assert "beat_songs" not in url_to_content(database_url)

    assert 1 == main(["0002", "--backup", str(file)])
    assert "is there already" in capsys.readouterr().err
    assert 0 == backup.main(["restore", str(file)])
    assert 1 == len(url_to_content(database_url)["beat_songs"]["rows"])


def test_forward_by_the_command(
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is lost on the way forward, and nothing done where it is there already."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    lay(FIRST, database_url)

    assert 0 == main(["0003", "--backup", str(tmp_path / "file")])
    assert "loses" not in capsys.readouterr().out
    assert 0 == main(["0003"])
    assert "it is at 0003 already" in capsys.readouterr().out
    assert 0 == main([])
    listed = capsys.readouterr().out.splitlines()
    assert ["  0001", "  0002", "* 0003", "  0004"] == [line[:6] for line in listed[1:]]


def test_a_newer_database_is_refused(
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """An older release says what to do with a newer one's database, and leaves it as it is."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    lay(NEWEST, database_url)
    engine = url_to_plain_engine(to_url(database_url), BEATS)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    before = url_to_content(database_url)

    with pytest.raises(NewerError, match=r"revision 0999, .* beat_service\.revision 0004$"):
        url_to_engine(database_url)
    with pytest.raises(NewerError), engine.begin() as connection:
        upgrade(connection)
    assert 1 == main(["0003", "--backup", str(tmp_path / "file")])
    assert "a newer release has changed it" in capsys.readouterr().err
    assert before == url_to_content(database_url)
    engine.dispose()


@pytest.mark.parametrize(("asked", "reason"), [(["0099"], "there is no"), ([], "no database yet")])
def test_what_is_not_there(
    asked: list[str],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A revision that does not exist is refused, and a file that does not is not made."""
    file = tmp_path / "beats.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    if asked:
        lay(NEWEST, f"sqlite:///{file}")

    assert 1 == main(asked)
    assert reason in capsys.readouterr().err
    assert bool(asked) == file.exists()


def url_to_content(database_url: str) -> dict[str, Any]:
    """Read all of a database without bringing it up to date."""
    engine = url_to_plain_engine(to_url(database_url), BEATS)
    with engine.connect() as connection:
        found = content(connection)
    engine.dispose()
    return found
