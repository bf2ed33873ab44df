"""Rows of an answer ↔ Parquet: a column for each fact, the whole bodies as JSON beside them.

One row for each line of the manifest, in its order (`row`, from 0). `code` is null where the song
was heard; where it was not, `code` and `problem` say why and the facts are null. The columns of a
fact have the names that they have in the library (`genre_cli.library.tables`).
"""

import io
from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

Row = dict[str, Any]

EMBEDDING_SIZE: Final = 1706
COMPRESSION: Final = "zstd"

SCHEMA: Final = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("code", pa.string()),
        pa.field("problem", pa.string()),  # JSON, as the services' (RFC 9457)
        pa.field("attempts", pa.int16(), nullable=False),
        pa.field("sha256", pa.string()),
        pa.field("sound_sha256", pa.string()),  # the same for a song with other tags
        pa.field("year", pa.int16()),  # by its tags
        pa.field("genre", pa.string()),
        pa.field("outcome", pa.string()),
        pa.field("nearest", pa.string()),
        pa.field("probability", pa.float64()),
        pa.field("bpm", pa.float64()),
        pa.field("tempo_confidence", pa.float64()),
        pa.field("tonic", pa.string()),
        pa.field("mode", pa.string()),  # major, minor
        pa.field("camelot", pa.string()),
        pa.field("open_key", pa.string()),
        pa.field("energy", pa.float64()),
        pa.field("duration_s", pa.float64()),
        pa.field("embedding", pa.list_(pa.float32(), EMBEDDING_SIZE)),
        pa.field("prediction", pa.string()),  # JSON, the body of `POST /api/predict`
        pa.field("analysis", pa.string()),  # JSON, the body of `POST /analyze`
        pa.field("heard_at", pa.timestamp("ms", tz="UTC"), nullable=False),
        pa.field("listening", pa.string(), nullable=False),  # the mode: full, fast
        pa.field("package_version", pa.string(), nullable=False),
        pa.field("models_version", pa.string(), nullable=False),  # a checksum of all of them
    ]
)


def rows_to_parquet(rows: Sequence[Row]) -> bytes:
    """Write rows as a Parquet file, in the order of their numbers."""
    ordered = sorted(rows, key=lambda row: row["row"])
    table = pa.Table.from_pylist(ordered, schema=SCHEMA)
    file = io.BytesIO()
    pq.write_table(table, file, compression=COMPRESSION)
    return file.getvalue()


def parquet_to_rows(content: bytes) -> list[Row]:
    """Read what `rows_to_parquet` has written."""
    rows: list[Row] = pq.read_table(io.BytesIO(content), schema=SCHEMA).to_pylist()
    return rows
