"""Bytes of a database."""

import contextlib
import sqlite3
from pathlib import Path

from benchmarks.capacity.disk import folder_to_bytes


def test_rows_are_counted_wherever_they_are(tmp_path: Path) -> None:
    """What is still in the write-ahead log counts, once."""
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (b BLOB)")
        connection.commit()
        before = folder_to_bytes(tmp_path, "a.db")
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
        connection.commit()
        grown = folder_to_bytes(tmp_path, "a.db") - before

    assert 95_000 < grown < 110_000
