"""Songs as Parquet."""

import io
import sys

import pytest
from models.counted_songs import counted_songs
from pyarrow import parquet

from genre_cli.library.parquet import songs_to_parquet
from genre_cli.library.rows import FACTS
from genre_cli.library.songs import song_to_embedding
from genre_cli.telling.problems import FileProblemError


def test_it_can_be_read() -> None:
    """Every fact in a column of its type; what is unknown is null."""
    songs = counted_songs()

    table = parquet.read_table(io.BytesIO(songs_to_parquet(songs)))

    assert ["path", *FACTS, "embedding"] == table.column_names
    rows = table.to_pylist()
    assert [song.path for song in songs] == [row["path"] for row in rows]
    assert ("rock", 128.4, 1987, False) == tuple(
        rows[0][name] for name in ("genre", "bpm", "year", "is_decided")
    )
    assert ("ska", True) == (rows[3]["genre"], rows[3]["is_decided"])
    embedding = song_to_embedding(songs[0])
    assert embedding is not None
    assert embedding.tolist() == rows[0]["embedding"]
    assert (None, None) == (rows[5]["embedding"], rows[5]["year"])


def test_types_do_not_depend_on_the_songs() -> None:
    """Of nothing at all it is the same table, without rows."""
    some, none = (
        parquet.read_schema(io.BytesIO(songs_to_parquet(songs))) for songs in (counted_songs(), [])
    )

    assert some.equals(none)


def test_without_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(FileProblemError, match="parquet_missing"):
        songs_to_parquet([])
