"""`DATABASE_URL` → an engine whose tables are up to date.

SQLite (`sqlite:///data/beats.db`, a file) or PostgreSQL (`postgresql://user:password@host/name`).
Migrations run at start, under a lock, so that several processes may start at once. Alembic is
loaded where there is one to run: that takes longer than what most commands ask a database.
"""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    NullPool,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from beat_service.catalogue.condition import (
    error_to_reason,
    is_disk_full,
    keep_reserve,
    remove_empty,
    was_left_open,
    watch_file,
    with_reserve,
)

if TYPE_CHECKING:
    from alembic.config import Config

DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
BUSY_S: Final = 15  # [s] that a SQLite writer waits for another one
SWITCH_AGAIN_S: Final = 0.02  # [s] between two tries to switch SQLite to WAL
MIGRATION_LOCK: Final = 5_001_961  # any number will do, if all of our processes have the same


class DatabaseError(Exception):
    """The database cannot be used; the message says why, without its password."""


class NewerError(DatabaseError):
    """A newer release has changed the tables, in a way that this one does not know."""


class DamagedError(sqlite3.DatabaseError):
    """SQLite finds that the pages of a file do not fit together."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class DatabaseSettings(BaseSettings):
    """Address of the catalogue's database."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str = Field(
        "sqlite:///data/beats.db", description="SQLite file or PostgreSQL database of the beats."
    )


@dataclass(frozen=True)
class Kind:
    """A kind of database: the folder of its migrations, and the setting that has its address.

    A service `keeps_connections` until it stops, and a reserve to delete on a full disk; a command
    closes each one after its use, and deletes nothing. To look for damage reads a SQLite file
    whole: either `always_checked` when it is opened, or only where whoever used it last did not end
    well. `if_damaged` says what a person can do then, and `goes_back` is the program that takes the
    tables back to those of an older release.
    """

    migrations: Path
    setting: str
    keeps_connections: bool = True
    always_checked: bool = True
    if_damaged: str = "restore a backup (make restore FILE=…)"
    goes_back: str = "python -m beat_service.revision"


BEATS: Final = Kind(Path(__file__).parent / "migrations", "DATABASE_URL")


def url_to_engine(database_url: str, kind: Kind = BEATS) -> Engine:
    """Connect and bring the tables up to date. Raises `DatabaseError`."""
    url = database_url_to_url(database_url, kind)
    is_checked = kind.always_checked or was_left_open(url)
    with faults_in_words(url, kind):
        is_new = url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()
        try:
            engine = _url_to_migrated_engine(url, kind, is_checked=is_checked)
        except BaseException:
            if is_new:  # an empty file would be taken for one that somebody emptied
                remove_empty(Path(str(url.database)))
            raise
    if url.get_backend_name() == "sqlite":
        watch_file(engine)
        if kind.keeps_connections:
            keep_reserve(engine)
    return engine


def _url_to_migrated_engine(
    url: URL, kind: Kind, *, is_checked: bool, is_alone: bool = False
) -> Engine:
    """Connect and bring the tables up to date; a command can read on a full disk, alone."""
    engine = url_to_plain_engine(url, kind, is_alone=is_alone)
    try:
        if kind.keeps_connections:
            with_reserve(engine, lambda: _bring_up_to_date(engine, kind, is_checked=is_checked))
        else:
            _bring_up_to_date(engine, kind, is_checked=is_checked)
    except BaseException as error:
        engine.dispose()
        if kind.keeps_connections or is_alone or not is_disk_full(error):
            raise
        return _url_to_migrated_engine(url, kind, is_checked=is_checked, is_alone=True)
    return engine


def _bring_up_to_date(engine: Engine, kind: Kind, *, is_checked: bool) -> None:
    with engine.begin() as connection:
        if is_checked and engine.dialect.name == "sqlite":
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if found != "ok":
                raise DamagedError
        if not is_up_to_date(connection, kind):
            upgrade(connection, kind=kind)


def is_up_to_date(connection: Connection, kind: Kind) -> bool:
    """Tell whether the newest migration has run."""
    return connection_to_revision(connection) == kind_to_revisions(kind)[-1]


def kind_to_revisions(kind: Kind) -> list[str]:
    """List the migrations there are, oldest first, by the numbers that their files begin with."""
    files = (kind.migrations / "versions").glob("[0-9]*_*.py")
    return sorted(path.name.partition("_")[0] for path in files)


def connection_to_revision(connection: Connection) -> str | None:
    """Read which migration was the last to run; None where none has."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalars(text("SELECT version_num FROM alembic_version")).one_or_none()


def refuse_newer(revision: str | None, name: str, kind: Kind = BEATS) -> None:
    """Refuse a revision that is not one of ours. Raises `NewerError`, which says what to do."""
    known = kind_to_revisions(kind)
    if revision not in {None, *known}:
        raise NewerError(
            f"{name}: a newer release has changed it (revision {revision}, this one knows up to"
            f" {known[-1]}); start the newer release, or have it take the database back before:"
            f" {kind.goes_back} {known[-1]}"
        )


@contextlib.contextmanager
def faults_in_words(url: URL, kind: Kind = BEATS) -> Iterator[None]:
    """Say in a line what is wrong with a database at start. Raises `DatabaseError`."""
    try:
        yield
    except (SQLAlchemyError, OSError, DamagedError) as error:
        raise DatabaseError(fault_to_words(error, url, kind)) from error


def fault_to_words(error: Exception, url: URL, kind: Kind) -> str:
    """Say in a line which database it is and what is wrong with it, without its password."""
    return f"{url_to_name(url, kind)}: {error_to_reason(error, kind.if_damaged)}"


def url_to_name(url: URL, kind: Kind = BEATS) -> str:
    """Name a database by its setting, without its password.

    That may stand in the query too, and in part in the host, where an `@` of it is not escaped.
    """
    host = url.host and url.host.rpartition("@")[2]
    named = URL.create(url.drivername, url.username, None, host, url.port, url.database)
    return f"{kind.setting}={named.render_as_string()}"


def upgrade(connection: Connection, revision: str = "head", kind: Kind = BEATS) -> None:
    """Run the migrations that are missing, within the connection's transaction.

    Raises `NewerError`.
    """
    lock_migrations(connection)
    found, url = connection_to_revision(connection), connection.engine.url
    refuse_newer(found, url_to_name(url, kind), kind)
    from alembic import command

    command.upgrade(connection_to_config(connection, kind), revision)


def lock_migrations(connection: Connection) -> None:
    """Let nobody else migrate until the transaction ends; SQLite's has locked the file already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})


def connection_to_config(connection: Connection, kind: Kind = BEATS) -> "Config":
    """Make Alembic's settings for a connection; there is no `alembic.ini`."""
    from alembic.config import Config

    config = Config()
    # Alembic reads % as the beginning of a reference; a folder may have one in its name.
    config.set_main_option("script_location", str(kind.migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def database_url_to_url(database_url: str, kind: Kind = BEATS) -> URL:
    """Parse an address and name its driver. Raises `DatabaseError`."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as error:  # the latter for a port that is no number
        raise DatabaseError(f"{kind.setting} is not a database address") from error
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise DatabaseError(f"{kind.setting} must begin with sqlite:/// or postgresql://")
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise DatabaseError(f"{kind.setting} must name a file: one in memory forgets everything")
    return url


def url_to_plain_engine(url: URL, kind: Kind, *, is_alone: bool = False) -> Engine:
    """Make an engine, before any migration; SQLite's keeps the promises that PostgreSQL keeps.

    One that `is_alone` lets no other process in while it is connected, and needs no room on the
    disk to read: SQLite lays the memory that processes share into a file, and then there is none.
    """
    pool = None if kind.keeps_connections else NullPool  # None: the usual one
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url, poolclass=pool, pool_pre_ping=True, connect_args={"connect_timeout": 5}
        )
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=pool, connect_args={"timeout": BUSY_S})
    if is_alone:
        event.listen(engine, "connect", _keep_others_out)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_others_out(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Switch on foreign keys and readers beside a writer, and begin transactions ourselves."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    _switch_to_wal(connection)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Let readers go on beside a writer; the file keeps it, so the first start alone has to wait.

    The switch needs the file to itself. Where two ask for it at once, SQLite refuses one of them
    without waiting, whatever its time limit says, so that none waits for the other for ever.
    """
    give_up = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(SWITCH_AGAIN_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock first, so that no transaction fails halfway for want of it.

    Python's driver would begin by itself, but not before changes of tables.
    """
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
