"""In which condition the database is: what its faults mean, and whether its file is still there.

A disk that is full takes nothing new, but lets go of what is deleted: SQLite needs some pages to do
so, and for these a reserve lies beside its file.
"""

import errno
import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from music_genre.webapi.problems import ApiError

LOG: Final = logging.getLogger(__name__)
RESERVE_BYTES: Final = 2**20  # to delete a beat of the largest size takes a tenth of it
RESERVE: Final = "-reserve"  # behind the name of the database's file
LOG_SUFFIX: Final = "-wal"  # of SQLite's log, behind the name of the file
PRIMARY: Final = 0xFF  # of SQLite's codes, without what each of them says more
FULL: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
POSTGRES_FULL: Final = "53100"  # disk_full
REASONS: Final = {
    "disk_full": "the disk is full; make room on it and start again",
    "catalogue_damaged": "the file is no database, or a damaged one; {if_damaged}",
}
# Of SQLite's codes that mean `not_ready`, what a person can do something about.
SQLITE_REASONS: Final = {
    sqlite3.SQLITE_CANTOPEN: (
        "it cannot be opened: it is a folder, or may not be read and written, as on a disk that is "
        "read-only"
    ),
    sqlite3.SQLITE_READONLY: "the file or its folder may not be written",
    sqlite3.SQLITE_BUSY: "another program is writing into it; try again",
}

Made = TypeVar("Made")


def error_to_code(error: Exception) -> str:
    """Name what a fault of the database means: `disk_full`, `catalogue_damaged` or `not_ready`.

    What is a fault of ours is `internal_error`, and logged.
    """
    if is_disk_full(error):
        return "disk_full"
    cause = error.orig if isinstance(error, DBAPIError) else error
    sqlite_code = getattr(cause, "sqlite_errorcode", 0)
    if sqlite_code & PRIMARY in DAMAGED:
        return "catalogue_damaged"
    if isinstance(error, OperationalError | OSError):
        return "not_ready"
    LOG.error("unexpected fault of the database", exc_info=error)
    return "internal_error"


def is_disk_full(error: BaseException) -> bool:
    """Tell whether a fault is a disk that is full: here, or the server's."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError) and cause.errno == errno.ENOSPC:
        return True
    sqlite_code = getattr(cause, "sqlite_errorcode", 0)
    is_ours = bool({sqlite_code, sqlite_code & PRIMARY} & FULL)
    return is_ours or getattr(cause, "sqlstate", None) == POSTGRES_FULL


def error_to_reason(error: Exception, if_damaged: str) -> str:
    """Say in a line why a database cannot be used, without its password, and what to do."""
    if not isinstance(error, DBAPIError | OSError | sqlite3.Error):
        return error.__class__.__name__
    if reason := REASONS.get(error_to_code(error)):
        return reason.format(if_damaged=if_damaged)
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(error, OperationalError) and hasattr(cause, "sqlstate"):
        return postgres_to_reason(str(cause))
    reason = SQLITE_REASONS.get(getattr(cause, "sqlite_errorcode", 0) & PRIMARY)
    said = cause.strerror if isinstance(cause, OSError) else None
    return reason or said or error.__class__.__name__


def postgres_to_reason(said: str) -> str:
    """Take from psycopg's words those that the server said, which have no password.

    What the client library says of an address it may have misread, with a part of one.
    """
    told = said.partition("FATAL:")[2].strip().partition("\n")[0]
    return told or "nobody answers there, or the connection broke off"


def remove_empty(file: Path) -> None:
    """Remove a file that has nothing in it."""
    if file.exists() and not file.stat().st_size:
        file.unlink()


def was_left_open(url: URL) -> bool:
    """Tell whether a SQLite file has a log beside it: SQLite deletes it at the end of its use.

    Somebody was killed, or is using it now.
    """
    return url.get_backend_name() == "sqlite" and Path(f"{url.database}{LOG_SUFFIX}").exists()


def watch_file(engine: Engine) -> None:
    """Use the file of a SQLite database only as long as it is where it was.

    Whoever deleted or replaced it would lose, at the next start, what is written until then.
    Transactions raise `ApiError` (`catalogue_gone`) from then on.
    """
    path = Path(str(engine.url.database))
    known = _identity(path)

    def check(*_: Any) -> None:
        if _identity(path) != known:
            raise ApiError("catalogue_gone")

    event.listen(engine, "do_connect", check)  # SQLite would make a new file
    event.listen(engine, "begin", check)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def engine_to_fault(engine: Engine) -> str | None:
    """Ask the database something; return the code of what is wrong with it, or None."""
    try:
        with engine.execution_options(reads_only=True).connect() as connection:
            connection.execute(text("SELECT 1"))
    except ApiError as error:
        return error.code
    except SQLAlchemyError as error:
        return error_to_code(error)
    return None


def with_reserve(engine: Engine, make_room: Callable[[], Made]) -> Made:
    """Delete something, on a full disk too, whose reserve is given up for that moment."""
    try:
        return make_room()
    except OperationalError as error:
        if error_to_code(error) != "disk_full" or not give_up_reserve(engine):
            raise
    made = make_room()
    with suppress(OperationalError), engine.connect() as connection:  # somebody reads: later
        connection.exec_driver_sql("ROLLBACK")  # of nothing; a checkpoint is no transaction
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    keep_reserve(engine)
    return made


def keep_reserve(engine: Engine) -> None:
    """Lay room aside beside a SQLite database, if it is not there and the disk has it."""
    path = _reserve(engine)
    if path is None or path.exists():
        return
    try:
        with path.open("wb") as file:
            file.write(bytes(RESERVE_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        LOG.warning("%s: no room to delete beats when the disk is full (%s)", path, error.strerror)
        path.unlink(missing_ok=True)


def give_up_reserve(engine: Engine) -> bool:
    """Give the room that was laid aside back to the disk; tell whether there was any."""
    path = _reserve(engine)
    if path is None or not path.exists():
        return False
    path.unlink()
    return True


def _reserve(engine: Engine) -> Path | None:
    if engine.url.get_backend_name() != "sqlite":
        return None
    return Path(f"{engine.url.database}{RESERVE}")
