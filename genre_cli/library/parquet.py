"""Songs → Parquet, with their embeddings, for who computes with a library.

Arrow is in the extra `bulk`, and imported only here.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from genre_cli.library.rows import FACTS, song_to_facts, song_to_path
from genre_cli.telling.problems import FileProblemError

if TYPE_CHECKING:
    from genre_cli.library.tables import Song

NUMBERS: Final = ("probability", "bpm", "tempo_confidence", "energy", "duration_s")


def songs_to_parquet(songs: "Sequence[Song]") -> bytes:
    """Write a table, a row for each song: path, facts, and `embedding`, a list of float32.

    Raises `FileProblemError` (`parquet_missing`) without Arrow.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise FileProblemError("parquet_missing") from error
    types = {name: pa.string() for name in ("path", *FACTS)}
    types |= dict.fromkeys(NUMBERS, pa.float64())
    types |= {"year": pa.int32(), "is_decided": pa.bool_(), "embedding": pa.list_(pa.float32())}
    schema = pa.schema(types.items())
    table = pa.Table.from_pylist([song_to_values(song) for song in songs], schema)
    file = io.BytesIO()
    parquet.write_table(table, file, compression="zstd")
    return file.getvalue()


def song_to_values(song: "Song") -> dict[str, Any]:
    """List a song's values by their columns."""
    from genre_cli.library.songs import song_to_embedding

    return {"path": song_to_path(song), **song_to_facts(song), "embedding": song_to_embedding(song)}
