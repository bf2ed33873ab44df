"""`python -m beat_service.revision [REVISION]`: see which tables a catalogue has, or change that.

A release brings a database to its own tables when it starts. Back to those of an older release it
goes by this program of the newer one, while no service uses it: a backup is made first, what is
lost is said, and then the older release can be started.
"""

import argparse
import sqlite3
import sys
from pathlib import Path
from types import ModuleType

from sqlalchemy import URL, Connection, Engine

from beat_service.backup import BackupError, save
from beat_service.catalogue.database import (
    BEATS,
    DatabaseError,
    DatabaseSettings,
    Kind,
    connection_to_config,
    connection_to_revision,
    database_url_to_url,
    faults_in_words,
    kind_to_revisions,
    lock_migrations,
    refuse_newer,
    upgrade,
    url_to_name,
    url_to_plain_engine,
)


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked of the catalogue; return the exit status."""
    chosen = new_parser(BEATS, str(__doc__)).parse_args(arguments)
    return run(chosen, BEATS, DatabaseSettings().database_url)


def new_parser(kind: Kind, description: str) -> argparse.ArgumentParser:
    """Make what reads the command line."""
    parser = argparse.ArgumentParser(prog=kind.goes_back, description=description)
    parser.add_argument(
        "revision", nargs="?", help="tables to go to; without one, they are listed, * here"
    )
    parser.add_argument(
        "--backup", type=Path, help="file of the backup (default: the database's name and revision)"
    )
    return parser


def run(chosen: argparse.Namespace, kind: Kind, database_url: str) -> int:
    """List revisions or go to one; return the exit status, and say in a line what went wrong."""
    try:
        url = database_url_to_url(database_url, kind)
        if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
            raise DatabaseError(f"{url_to_name(url, kind)}: there is no database yet")
        with faults_in_words(url, kind):
            engine = url_to_plain_engine(url, kind)
            try:
                if chosen.revision is None:
                    show(engine, kind)
                else:
                    go(engine, kind, chosen.revision, chosen.backup)
            finally:
                engine.dispose()
    except (BackupError, DatabaseError, OSError, sqlite3.Error) as error:
        print(f"cannot do it: {error}", file=sys.stderr)
        return 1
    return 0


def show(engine: Engine, kind: Kind) -> None:
    """Print every revision, oldest first, with * at that of the database."""
    print(url_to_name(engine.url, kind))
    with engine.connect() as connection:
        found = connection_to_revision(connection)
        refuse_newer(found, url_to_name(engine.url, kind), kind)
        for number in kind_to_revisions(kind):
            about = " ".join(
                str(migration(connection, kind, number).__doc__).split("\n\n")[0].split()
            )
            print(f"{'*' if number == found else ' '} {number}  {about}")


def go(engine: Engine, kind: Kind, wanted: str, backup: Path | None) -> None:
    """Go to a revision, forward or back, and say on the way what is lost.

    Raises `BackupError`, `DatabaseError`, `OSError`, `sqlite3.Error`; then nothing has changed.
    """
    known, name = kind_to_revisions(kind), url_to_name(engine.url, kind)
    if wanted not in known:
        raise DatabaseError(f"there is no revision {wanted}; there are {', '.join(known)}")
    with engine.connect() as connection:
        found = connection_to_revision(connection)
        refuse_newer(found, name, kind)
        lost = [
            f"  without {number}: {migration(connection, kind, number).lost}"
            for number in reversed(known)
            if found is not None and wanted < number <= found
        ]
    if wanted == found:
        print(f"{name}: it is at {wanted} already")
        return
    print(f"{name}: from {found or 'nothing'} to {wanted}; no service may use it meanwhile")
    if lost:
        print("Going back loses", *lost, sep="\n")
    file = backup or url_to_backup(engine.url, found)
    if file.exists():
        raise BackupError(f"{file} is there already; name another file by --backup")
    save(engine.url, file)
    print(f"{file}: saved before")
    with engine.begin() as connection:
        if lost:
            _downgrade(connection, kind, wanted)
        else:
            upgrade(connection, wanted, kind)
    print(f"{name}: it is at {wanted} now")


def url_to_backup(url: URL, found: str | None) -> Path:
    """Name the file of a backup: beside a SQLite file, else in the current folder."""
    is_file = url.get_backend_name() == "sqlite"
    return Path(f"{url.database if is_file else Path(str(url.database)).name}.{found}.backup")


def migration(connection: Connection, kind: Kind, number: str) -> ModuleType:
    """Load a migration; its `lost` says what is gone where it is taken back."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(connection_to_config(connection, kind))
    return script.get_revisions(number)[0].module


def _downgrade(connection: Connection, kind: Kind, revision: str) -> None:
    lock_migrations(connection)
    from alembic import command

    command.downgrade(connection_to_config(connection, kind), revision)


if __name__ == "__main__":
    sys.exit(main())
