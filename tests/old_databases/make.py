"""Make the old databases anew, each by the code that made such databases at its time.

`python tests/old_databases/make.py` checks out each commit of `versions.py` into a scratch folder,
lets it make and fill a database, and writes it here: a SQLite file, and the same of PostgreSQL as
the statements of `pg_dump`. Needs the history, the environment of the tests and PostgreSQL.
A new migration asks for one more entry there, once it is committed.
"""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from old_databases.versions import CATALOGUES, FOLDER, LIBRARIES, OldDatabase
from postgres_server import empty_database, postgres_binaries, running_postgres

ROOT = FOLDER.parents[1]
# What is of the server and not of the database: another version of it may not know these.
OF_THE_SERVER = re.compile(r"^(SET |SELECT pg_catalog\.set_config|\\|--|$)")


def main() -> None:
    """Make them all."""
    binaries = postgres_binaries()
    if binaries is None:
        sys.exit("install PostgreSQL; on Debian, apt install postgresql")
    with running_postgres(binaries) as server:
        for old in (*CATALOGUES, *LIBRARIES):
            make(old, binaries, server.url)


def make(old: OldDatabase, binaries: Path, server_url: str) -> None:
    """Make the database of a version in both kinds."""
    with checked_out(old.commit) as code, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.db"
        fill(old, code, f"sqlite:///{file}")
        old.sqlite.unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as database:
            database.execute("VACUUM INTO ?", [str(old.sqlite)])
        empty_database(server_url)
        fill(old, code, server_url)
        dump = [str(binaries / "pg_dump"), "--inserts", "--no-owner", "--no-privileges", server_url]
        told = subprocess.run(dump, check=True, capture_output=True, text=True)
        lines = [line for line in told.stdout.splitlines() if not OF_THE_SERVER.match(line)]
        old.postgresql.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{old.kind} {old.revision} of {old.commit}\n")


@contextlib.contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Lay the code of a commit into a folder until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "code.tar"
        git = ["git", "archive", "--output", str(archive), commit]
        subprocess.run(git, cwd=ROOT, check=True)
        subprocess.run(["tar", "-xf", archive], cwd=folder, check=True)  # noqa: S607  # on the PATH
        yield Path(folder)


def fill(old: OldDatabase, code: Path, url: str) -> None:
    """Let the old code make and fill a database."""
    program = [sys.executable, str(FOLDER / f"fill_{old.kind}.py"), url]
    environment = os.environ | {"PYTHONPATH": str(code)}
    subprocess.run(program, cwd=code, env=environment, check=True)


if __name__ == "__main__":
    main()
