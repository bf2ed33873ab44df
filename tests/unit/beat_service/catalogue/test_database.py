"""Both databases: migrations, restarts, and what is refused at start."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.util import CommandError
from midi_files import BACKBEAT
from sqlalchemy import inspect
from unit.beat_service.conftest import Start, fixed_traits

from beat_service.catalogue import database
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import (
    BEATS,
    DatabaseError,
    Kind,
    connection_to_config,
    url_to_engine,
)
from beat_service.catalogue.description import Description
from beat_service.catalogue.tables import Base
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.songs.memory import Song, SongMemory

STYLES = folders_to_repertoire()
N_TABLES = len(Base.metadata.tables) + 1  # and Alembic's own
N_BEATS = sum(len(style.patterns) for style in STYLES)


def test_migrations_make_the_models_tables(start: Start) -> None:
    """Alembic finds no difference between a migrated database and the models."""
    engine = start()
    with engine.begin() as connection:
        command.check(connection_to_config(connection))


def test_migrations_go_back(start: Start) -> None:
    """Downgrading to nothing leaves no table of ours, and up again works."""
    engine = start()
    with engine.begin() as connection:
        command.downgrade(connection_to_config(connection), "base")
        assert ["alembic_version"] == inspect(connection).get_table_names()
    with pytest.raises(CommandError), engine.begin() as connection:
        command.check(connection_to_config(connection))
    assert N_TABLES == len(inspect(start()).get_table_names())


def test_a_database_of_the_first_version_keeps_its_beats(start: Start) -> None:
    """Its beats are in 4/4 and as long as their bars, and its files are still there."""
    catalogue = BeatCatalogue(start(), fixed_traits)
    kept = catalogue.add(BACKBEAT, Description(title="A", style="B", licence="C", author="D"))
    engine = start()
    with engine.begin() as connection:
        command.downgrade(connection_to_config(connection), "0001")
        assert not {"meter", "beats"} & {
            c["name"] for c in inspect(connection).get_columns("beats")
        }
    again = BeatCatalogue(start(), fixed_traits)
    beat = again.beat(kept.id)

    assert ("4/4", 2, 8.0) == (beat.meter, beat.bars, beat.beats)
    assert catalogue.wav(kept.id) == again.wav(kept.id)


def test_going_back_to_before_songs_keeps_the_beats(start: Start) -> None:
    """Their table goes and comes again, empty; beats and files are as they were."""
    catalogue = BeatCatalogue(start(), fixed_traits)
    kept = catalogue.add(BACKBEAT, Description(title="A", style="B", licence="C", author="D"))
    engine = start()
    memory = SongMemory(engine)
    assert memory.remember(kept.id, Song("0" * 64, "Song", 120.0, None))
    with engine.begin() as connection:
        command.downgrade(connection_to_config(connection), "0003")
        assert "beat_songs" not in inspect(connection).get_table_names()
    again = start()

    assert [] == SongMemory(again).songs(kept.id)
    assert BACKBEAT == BeatCatalogue(again, fixed_traits).midi(kept.id)


def test_first_start_fills_and_the_next_does_not(start: Start) -> None:
    """Every beat of ours is put in once; a second start adds nothing."""
    assert N_BEATS == BeatCatalogue(start(), fixed_traits).fill(STYLES)
    assert 0 == BeatCatalogue(start(), fixed_traits).fill(STYLES)


def test_a_deleted_beat_stays_deleted(start: Start) -> None:
    """A restart does not bring back what somebody took out."""
    first = BeatCatalogue(start(), fixed_traits)
    first.fill(STYLES)
    first.delete("house-jack")
    restarted = BeatCatalogue(start(), fixed_traits)
    restarted.fill(STYLES)

    assert N_BEATS - 1 == len(restarted.beats())


def test_several_processes_start_at_once(start: Start) -> None:
    """Migrations of four starts at the same time do not meet."""
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(lambda _: start(), range(4)))

    assert N_TABLES == len(inspect(engines[0]).get_table_names())


def test_start_waits_for_a_writer_of_a_file_not_yet_shared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A start that SQLite refuses the switch to WAL tries again until the other one is done."""
    file = tmp_path / "beats.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waits: list[float] = []

    def other_ends(seconds: float) -> None:
        waits.append(seconds)
        other.execute("ROLLBACK")

    monkeypatch.setattr("time.sleep", other_ends)
    url_to_engine(f"sqlite:///{file}").dispose()
    other.close()

    assert 1 == len(waits)


def test_start_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that another program keeps to itself is an error that names it."""
    monkeypatch.setattr(database, "BUSY_S", 0)
    file = tmp_path / "beats.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match=r"beats\.db: another program"):
            url_to_engine(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "not a database address"),
        ("mysql://somewhere/beats", "must begin with"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("postgresql://me:secret@127.0.0.1:port/beats", "not a database address"),
        ("postgresql://me:secret@127.0.0.1:1/beats", "//me@127.0.0.1:1/beats: nobody answers"),
        ("postgresql://me@127.0.0.1:1/beats?password=secret", "@127.0.0.1:1/beats: nobody answers"),
        ("postgresql://me:a@secret@127.0.0.1:1/beats", "//me@127.0.0.1:1/beats: nobody answers"),
    ],
)
def test_a_bad_address_is_named_without_its_password(url: str, reason: str) -> None:
    """The message says what is wrong with DATABASE_URL and shows no secret."""
    with pytest.raises(DatabaseError, match=reason) as raised:
        url_to_engine(url)

    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Some other file under that name is not overwritten."""
    other = tmp_path / "notes.db"
    other.write_text("my notes, not a database " * 100)
    with pytest.raises(
        DatabaseError, match=r"notes\.db: the file is no database, or a damaged one"
    ):
        url_to_engine(f"sqlite:///{other}")

    assert other.read_text().startswith("my notes")


def test_checkout_with_a_percent_sign(tmp_path: Path) -> None:
    """Migrations run from a folder whose name Alembic would take for a reference."""
    folder = tmp_path / "100% music"
    shutil.copytree(BEATS.migrations, folder)

    engine = url_to_engine(f"sqlite:///{tmp_path / 'beats.db'}", Kind(folder, BEATS.setting))

    assert N_TABLES == len(inspect(engine).get_table_names())
    engine.dispose()
