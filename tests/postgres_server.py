"""A PostgreSQL server of the tests' own, from Debian's packages, on a free port."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tools.processes import free_port

SERVER_ACCOUNT = "postgres"  # Debian's package makes it; PostgreSQL refuses to run as root


def postgres_binaries() -> Path | None:
    """Find the folder of `initdb` and `pg_ctl`, newest version first, if they are installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version, reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _version(initdb: Path) -> int:
    return int(initdb.parents[1].name.partition(".")[0])


@dataclass(frozen=True)
class PostgresServer:
    """A server that runs, and may be stopped and started again."""

    url: str
    control: tuple[str, ...]
    options: str
    account: dict[str, Any]

    def start(self) -> None:
        """Start it, and wait until it answers."""
        _call(self.account, *self.control, "-o", self.options, "start")

    def stop(self) -> None:
        """Stop it at once, as a crash does: every connection breaks."""
        _call(self.account, *self.control, "-m", "immediate", "stop")


@contextlib.contextmanager
def running_postgres(binaries: Path) -> Iterator[PostgresServer]:
    """Run a server with one database until the block ends."""
    account: dict[str, Any] = {"user": SERVER_ACCOUNT} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="beats-postgres-") as folder:
        if account:
            shutil.chown(folder, SERVER_ACCOUNT)
        data, port = f"{folder}/data", free_port()
        _call(account, f"{binaries}/initdb", "-D", data, "-U", "beats", "-A", "trust", "--no-sync",
              "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
        server = PostgresServer(
            f"postgresql://beats@127.0.0.1:{port}/postgres",
            (f"{binaries}/pg_ctl", "-D", data, "-w", "-l", f"{folder}/log"),
            f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off",
            account,
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()


def empty_database(url: str) -> None:
    """Take everything out of a database, and everybody: a new one is a thousand files each time."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _call(account: dict[str, Any], *command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=60, **account)
