"""What faults of the database mean, its file, and the room that is laid aside to delete."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import DatabaseError as PlainError
from sqlalchemy.exc import IntegrityError, OperationalError
from unit.beat_service.conftest import Start

from beat_service.catalogue.condition import (
    RESERVE,
    engine_to_fault,
    error_to_code,
    error_to_reason,
    give_up_reserve,
    keep_reserve,
    with_reserve,
)
from beat_service.catalogue.database import DatabaseError, url_to_engine
from music_genre.webapi.problems import ApiError

StartIn = Callable[[Path], Engine]


def sqlite_error(code: int) -> sqlite3.Error:
    """Make what Python raises for a code of SQLite's."""
    error = sqlite3.OperationalError("no text of which anybody should be told")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("", None, sqlite_error(sqlite3.SQLITE_FULL)), "disk_full"),
        (OperationalError("", None, sqlite_error(sqlite3.SQLITE_IOERR_SHMSIZE)), "disk_full"),
        (OSError(errno.ENOSPC, "full"), "disk_full"),
        (PermissionError(errno.EACCES, "no"), "not_ready"),
        (PlainError("", None, sqlite_error(sqlite3.SQLITE_CORRUPT)), "catalogue_damaged"),
        (PlainError("", None, sqlite_error(sqlite3.SQLITE_NOTADB)), "catalogue_damaged"),
        (OperationalError("", None, sqlite_error(sqlite3.SQLITE_BUSY)), "not_ready"),
        (IntegrityError("", None, sqlite_error(sqlite3.SQLITE_CONSTRAINT)), "internal_error"),
    ],
)
def test_codes(error: Exception, code: str) -> None:
    """A full disk, a damaged file, a database that does not answer, and a fault of ours."""
    assert code == error_to_code(error)


def test_database_that_answers(start: Start) -> None:
    """Both databases are found well where they are."""
    assert engine_to_fault(start()) is None


@pytest.fixture
def start_in() -> Iterator[StartIn]:
    """Make databases `beats.db` in folders; they are let go of in the end."""
    engines: list[Engine] = []

    def start(folder: Path) -> Engine:
        engines.append(url_to_engine(f"sqlite:///{folder}/beats.db"))
        return engines[-1]

    yield start
    for engine in engines:
        engine.dispose()


def test_database_that_is_gone() -> None:
    """One that nobody serves is not ready."""
    nobody = create_engine("postgresql+psycopg://me@127.0.0.1:1/beats")

    assert "not_ready" == engine_to_fault(nobody)


def test_replaced_file(tmp_path: Path, start_in: StartIn) -> None:
    """Another file of the same name is not the one whose beats are shown."""
    file = tmp_path / "beats.db"
    engine = start_in(tmp_path)
    file.rename(tmp_path / "moved.db")
    file.write_bytes(b"")

    assert "catalogue_gone" == engine_to_fault(engine)
    with pytest.raises(ApiError, match="catalogue_gone"), engine.begin():
        pytest.fail("it was begun")


def test_reserve_is_given_up_once(tmp_path: Path, start_in: StartIn) -> None:
    """Where the disk is full, what deletes has the reserve; without one it fails as it did."""
    engine = start_in(tmp_path)
    reserve = tmp_path / f"beats.db{RESERVE}"
    calls: list[bool] = []

    def delete() -> str:
        calls.append(reserve.exists())
        if reserve.exists():
            raise OperationalError("", None, sqlite_error(sqlite3.SQLITE_FULL))
        return "deleted"

    assert "deleted" == with_reserve(engine, delete)
    assert [True, False] == calls
    assert reserve.exists()  # there was room for it again
    assert give_up_reserve(engine)
    assert not give_up_reserve(engine)


def test_no_room_for_a_reserve(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    start_in: StartIn,
) -> None:
    """A disk without room for it is said, and keeps no half of it."""
    engine = start_in(tmp_path)
    assert give_up_reserve(engine)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("beat_service.catalogue.condition.os.fsync", full)
    keep_reserve(engine)

    assert "No space left on device" in caplog.text
    assert not (tmp_path / f"beats.db{RESERVE}").exists()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OperationalError("", None, sqlite_error(sqlite3.SQLITE_READONLY)), "may not be written"),
        (OperationalError("", None, sqlite_error(sqlite3.SQLITE_CANTOPEN)), "it is a folder"),
        (PermissionError(errno.EACCES, "Permission denied"), "Permission denied"),
        (OperationalError("", None, sqlite_error(sqlite3.SQLITE_IOERR)), "OperationalError"),
    ],
)
def test_reasons(error: Exception, reason: str) -> None:
    """What a person can do something about is said; of the rest only the kind."""
    assert reason in error_to_reason(error, "restore a backup")


def test_what_a_postgres_server_says(postgres: str) -> None:
    """A database that is not there is told in the server's words."""
    nowhere = make_url(postgres).set(database="nowhere").render_as_string(hide_password=False)

    with pytest.raises(DatabaseError, match='/nowhere: database "nowhere" does not exist'):
        url_to_engine(nowhere)
