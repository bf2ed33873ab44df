"""Which rows go into which file, and what is there already.

Shard *k* has the rows from *k* × `shard_rows` on: the manifest alone says where a row goes, so any
number of workers, and any number of starts, write the same files. A shard is written once, when it
has all of its rows. What is heard of one that is not full is kept beside it (`open-…`), so that a
stop costs no more than what was heard since.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from genre_cli.bulk.folder import OutFolder
from genre_cli.bulk.schema import Row, parquet_to_rows, rows_to_parquet

NOTES: Final = "_bulk"  # a folder that readers of data sets pass over
SHARD: Final = re.compile(r"^part-(\d+)\.parquet$")


def number_to_name(number: int) -> str:
    """Name a shard."""
    return f"part-{number:07d}.parquet"


def number_to_open_name(number: int) -> str:
    """Name what is kept of a shard that is not full."""
    return f"{NOTES}/open-{number:07d}.parquet"


@dataclass
class OpenShard:
    """A shard that rows are missing from."""

    number: int
    n_rows: int
    rows: dict[int, Row] = field(default_factory=dict)
    n_kept: int = 0


class Shards:
    """The files of a manifest of `n_rows`, in a folder."""

    def __init__(self, folder: OutFolder, n_rows: int, shard_rows: int) -> None:
        self.folder, self.n_rows, self.shard_rows = folder, n_rows, shard_rows
        self._open: dict[int, OpenShard] = {}
        found = (SHARD.match(name) for name in folder.names())
        self.written = {int(one[1]) for one in found if one}

    @property
    def count(self) -> int:
        """Return how many shards there are in the end."""
        return -(-self.n_rows // self.shard_rows)

    def missing(self) -> Iterator[int]:
        """List the shards that are not written."""
        return (number for number in range(self.count) if number not in self.written)

    def rows_of(self, number: int) -> range:
        """Return the rows that go into a shard."""
        first = number * self.shard_rows
        return range(first, min(first + self.shard_rows, self.n_rows))

    @property
    def n_written(self) -> int:
        """Count the rows that are in shards."""
        return sum(len(self.rows_of(number)) for number in self.written)

    def begin(self, number: int) -> set[int]:
        """Open a shard; return which of its rows are known from before."""
        shard = OpenShard(number, len(self.rows_of(number)))
        if kept := self.folder.read(number_to_open_name(number)):
            shard.rows = {row["row"]: row for row in parquet_to_rows(kept)}
            shard.n_kept = len(shard.rows)
        self._open[number] = shard
        return set(shard.rows)

    def put(self, row: Row) -> bool:
        """Put a row into its shard; tell whether that is full."""
        shard = self._open[row["row"] // self.shard_rows]
        shard.rows[row["row"]] = row
        return len(shard.rows) == shard.n_rows

    def write_full(self) -> None:
        """Write the shards that have all of their rows. Raises `FileProblemError`."""
        for shard in [one for one in self._open.values() if len(one.rows) == one.n_rows]:
            self.folder.write(number_to_name(shard.number), rows_to_parquet([*shard.rows.values()]))
            self.folder.remove(number_to_open_name(shard.number))
            self.written.add(shard.number)
            del self._open[shard.number]

    def keep_open(self) -> None:
        """Keep what is heard of the others. Raises `FileProblemError`."""
        for shard in self._open.values():
            if len(shard.rows) > shard.n_kept:
                content = rows_to_parquet([*shard.rows.values()])
                self.folder.write(number_to_open_name(shard.number), content)
                shard.n_kept = len(shard.rows)
