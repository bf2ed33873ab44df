"""Which old code made which old database, where the databases are, and what is in one."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, MetaData, inspect, make_url, select

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True)
class OldDatabase:
    """A database of the `catalogue` or the `library`, as the code of a commit made it.

    `revision` is the newest migration of that commit.
    """

    kind: str
    revision: str
    commit: str

    @property
    def sqlite(self) -> Path:
        """Return the place of the SQLite file."""
        return FOLDER / f"{self.kind}_{self.revision}.db"

    @property
    def postgresql(self) -> Path:
        """Return the place of the statements that make the same in PostgreSQL."""
        return self.sqlite.with_suffix(".sql")


CATALOGUES: Final = (
    OldDatabase("catalogue", "0001", "73ddd58"),  # the very first version's
    OldDatabase("catalogue", "0002", "b772dee"),
    OldDatabase("catalogue", "0003", "d0f4c54"),
    OldDatabase("catalogue", "0004", "b75fa3d"),
)
LIBRARIES: Final = (
    OldDatabase("library", "0001", "de9eab3"),  # the very first version's
    OldDatabase("library", "0002", "4eddbdd"),
    OldDatabase("library", "0003", "0a49b00"),
)


def lay(old: OldDatabase, database_url: str) -> None:
    """Put an old database where an address says that it is, which is empty."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(old.sqlite, path)
        return
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(old.postgresql.read_bytes())


def content(connection: Connection) -> dict[str, Any]:
    """Read all of a database: columns, indexes and keys of each table, and its rows."""
    there, tables = inspect(connection), MetaData()
    tables.reflect(connection)
    found: dict[str, Any] = {}
    for name, table in tables.tables.items():
        columns = {c["name"]: (str(c["type"]), c["nullable"]) for c in there.get_columns(name)}
        rows = connection.execute(select(table)).mappings()
        found[name] = {
            "columns": columns,
            "indexes": sorted(str(index) for index in there.get_indexes(name)),
            "keys": sorted(str(key) for key in there.get_foreign_keys(name)),
            "rows": sorted((dict(row) for row in rows), key=str),
        }
    return found
