"""`python -m beat_service.backup save|restore FILE`: all of the catalogue in one file, and back.

The service may run meanwhile. A SQLite catalogue is copied page by page by SQLite itself, so that
nothing is half written, and what is in its log of changes comes along; the copy is a database that
can be opened. PostgreSQL's own `pg_dump` and `pg_restore` do the same for its catalogues.
"""

import argparse
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from beat_service.catalogue.database import (
    DatabaseError,
    DatabaseSettings,
    database_url_to_url,
    refuse_newer,
    url_to_engine,
)

WAITS_S: Final = 15.0  # for a writer
PART: Final = ".part"
REVISIONS: Final = "alembic_version"


class BackupError(Exception):
    """A catalogue cannot be copied; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """Save or restore; return the exit status, and say in a line what went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("action", choices=("save", "restore"))
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        url = database_url_to_url(DatabaseSettings().database_url)
        if chosen.action == "save":
            save(url, chosen.file)
        else:
            restore(url, chosen.file)
    except (BackupError, DatabaseError, OSError, sqlite3.Error) as error:
        print(f"cannot {chosen.action}: {error}", file=sys.stderr)
        return 1
    print(f"{chosen.file}: {'saved' if chosen.action == 'save' else 'restored'}")
    return 0


def save(url: URL, file: Path) -> None:
    """Copy the catalogue into a file, which is there as a whole or not at all.

    Raises `BackupError`, `OSError`, `sqlite3.Error`.
    """
    part = file.with_name(file.name + PART)
    try:
        if url.get_backend_name() == "sqlite":
            _copy(Path(str(url.database)), part)
        else:
            _run("pg_dump", "--format=custom", "--file", str(part), url=url)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def restore(url: URL, file: Path) -> None:
    """Make the catalogue what it was when the file was saved, and bring its tables up to date.

    What was added since is gone. A file that is no backup, or one of a newer release, changes
    nothing. Raises `BackupError`, `DatabaseError`, `OSError`, `sqlite3.Error`.
    """
    revision = file_to_revision(url, file)
    if revision is None:
        raise BackupError(f"{file} is no backup of a catalogue of beats")
    refuse_newer(revision, str(file))
    if url.get_backend_name() == "sqlite":
        _forget_damaged(Path(str(url.database)))
        _copy(file, Path(str(url.database)))
    else:
        wanted = ("--clean", "--if-exists", "--single-transaction", "--no-owner", str(file))
        _run("pg_restore", *wanted, url=url)
    url_to_engine(url.render_as_string(hide_password=False)).dispose()


def file_to_revision(url: URL, file: Path) -> str | None:
    """Read which tables a backup for such a database has; None where it is of something else.

    Raises `BackupError` for a file that cannot be read as one.
    """
    if url.get_backend_name() == "sqlite":
        with closing(_open(file)) as database:
            names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            if not {"beats", REVISIONS} <= names:
                return None
            (revision,) = database.execute(f"SELECT version_num FROM {REVISIONS}").fetchone()  # noqa: S608
            return str(revision)
    listed = _run("pg_restore", "--list", str(file))
    if not re.search(r" TABLE \w+ beats ", listed):
        return None
    rows = _run("pg_restore", "--data-only", f"--table={REVISIONS}", "--file=-", str(file))
    found = re.search(rf"^COPY .*{REVISIONS} .*\n(\w+)$", rows, re.MULTILINE)
    return found and found[1]


def _open(file: Path) -> sqlite3.Connection:
    """Open a SQLite database that is whole. Raises `BackupError`."""
    if not file.is_file():
        raise BackupError(f"there is no file {file}")
    database = sqlite3.connect(file, timeout=WAITS_S)
    if not _is_whole(database):
        database.close()
        raise BackupError(f"{file} is no database, or a damaged one")
    return database


def _copy(source: Path, target: Path) -> None:
    """Copy a SQLite database into a file or another database. Raises `BackupError`."""
    with closing(_open(source)) as original:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(target, timeout=WAITS_S)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget_damaged(path: Path) -> None:
    """Put a file aside that nothing can be copied into."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=WAITS_S)) as database:
        if _is_whole(database):
            return
    for suffix in ("", "-wal", "-shm"):
        damaged = Path(f"{path}{suffix}")
        if damaged.exists():
            damaged.replace(f"{damaged}.damaged")


def _is_whole(database: sqlite3.Connection) -> bool:
    try:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False
    return bool(found == "ok")


def _run(program: str, *arguments: str, url: URL | None = None) -> str:
    """Run a program of PostgreSQL's and return what it prints.

    With `url` it is on that database; its password is in no list of processes.
    Raises `BackupError`.
    """
    environment = dict(os.environ)
    if url is not None:
        plain = url.set(drivername="postgresql", password=None).render_as_string()
        arguments = (f"--dbname={plain}", *arguments)
        environment |= {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        done = subprocess.run(  # noqa: S603  # a program of the system, with our arguments
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise BackupError(f"install {program}, of PostgreSQL's client programs") from error
    if done.returncode:
        raise BackupError(done.stderr.strip().partition("\n")[0])
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
