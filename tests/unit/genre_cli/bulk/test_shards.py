"""Which rows go where."""

from pathlib import Path

import pytest
from unit.genre_cli.bulk.test_schema import row

from genre_cli.bulk.folder import OutFolder
from genre_cli.bulk.schema import parquet_to_rows
from genre_cli.bulk.shards import Shards, number_to_name


@pytest.fixture
def folder(tmp_path: Path) -> OutFolder:
    """Open a folder."""
    return OutFolder(str(tmp_path))


def rows_in(folder: OutFolder, number: int) -> list[int]:
    """Read which rows a shard has."""
    return [one["row"] for one in parquet_to_rows(folder.read(number_to_name(number)) or b"")]


def test_a_shard_is_written_when_it_is_full(folder: OutFolder) -> None:
    """Rows come in any order; the last shard is shorter; what is written is not missing."""
    shards = Shards(folder, 5, 3)
    assert [0, 1] == list(shards.missing())
    for number in (0, 1):
        assert set() == shards.begin(number)

    full = [shards.put(row(number)) for number in (4, 0, 2, 3)]
    shards.write_full()

    assert [False, False, False, True] == full
    assert [3, 4] == rows_in(folder, 1)
    again = Shards(folder, 5, 3)
    assert ([0], 2) == (list(again.missing()), again.n_written)


def test_what_is_heard_of_an_open_shard_is_kept(folder: OutFolder) -> None:
    """The next start knows it, and nothing of it is left when the shard is full."""
    shards = Shards(folder, 3, 3)
    shards.begin(0)
    shards.put(row(1))
    shards.keep_open()

    again = Shards(folder, 3, 3)
    assert {1} == again.begin(0)
    for number in (0, 2):
        again.put(row(number))
    again.write_full()
    again.keep_open()

    assert [0, 1, 2] == rows_in(folder, 0)
    assert ["part-0000000.parquet"] == [name for name in folder.names() if name != "_bulk"]
    assert [] == list(Path(folder.full("_bulk")).iterdir())


def test_nothing_to_do(folder: OutFolder) -> None:
    """An empty manifest has no shards."""
    assert ([], 0) == (list(Shards(folder, 0, 3).missing()), Shards(folder, 0, 3).count)
