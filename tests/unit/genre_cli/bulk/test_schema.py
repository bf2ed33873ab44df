"""Rows and Parquet."""

import json
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from genre_cli.bulk.schema import EMBEDDING_SIZE, SCHEMA, Row, parquet_to_rows, rows_to_parquet


def row(number: int, **values: object) -> Row:
    """Make a row of what none may be without."""
    told = {"row": number, "url": f"/{number}.wav", "attempts": 1, "heard_at": datetime.now(UTC)}
    versions = {"listening": "full", "package_version": "1", "models_version": "m"}
    return dict.fromkeys(SCHEMA.names) | told | versions | values


def test_rows_come_back_in_order() -> None:
    """What was written is read, by number, with the types of the schema."""
    embedding = np.linspace(0, 1, EMBEDDING_SIZE, dtype=np.float32)
    rows = [row(1, code="not_audio"), row(0, embedding=embedding, analysis=json.dumps({"a": "é"}))]

    first, second = parquet_to_rows(rows_to_parquet(rows))

    assert (0, 1) == (first["row"], second["row"])
    np.testing.assert_array_equal(embedding, np.float32(first["embedding"]))
    assert {"a": "é"} == json.loads(first["analysis"])
    assert ("not_audio", None) == (second["code"], second["embedding"])


def test_an_embedding_of_another_size_is_refused() -> None:
    """Other models than ours do not slip in."""
    with pytest.raises(pa.ArrowInvalid):
        rows_to_parquet([row(0, embedding=np.zeros(3, np.float32))])


def test_kept_rows_are_written_again() -> None:
    """What was read of a shard that was not full is written with the rest."""
    kept = parquet_to_rows(rows_to_parquet([row(0, embedding=np.ones(EMBEDDING_SIZE))]))

    assert [0, 1] == [one["row"] for one in parquet_to_rows(rows_to_parquet([row(1), *kept]))]
