"""A run, measured from its rows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks.bulk.runs import make_songs, measured, run
from benchmarks.bulk.watching import Sample, Watched
from genre_cli.bulk.schema import SCHEMA, Row, rows_to_parquet

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def write(out: Path, code: str | None = None) -> None:
    """Write rows of twenty songs, one each half second."""
    numbers = {field.name for field in SCHEMA if field.type == pa.float64()}
    rows = []
    for number in range(20):
        row: Row = {name: 1.0 if name in numbers else "x" for name in SCHEMA.names}
        row |= {"row": number, "attempts": 1, "heard_at": BEGIN + timedelta(seconds=number / 2)}
        rows.append(row | {"embedding": None, "year": None, "code": code})
    out.mkdir()
    (out / "part-0000000.parquet").write_bytes(rows_to_parquet(rows))


def watched() -> Watched:
    """Look each second at a process that uses one core from two seconds before."""
    begin_s = BEGIN.timestamp()
    return Watched([Sample(begin_s - 2 + n, float(n), 700.0 + n) for n in range(14)])


def test_start_and_end_are_left_out(tmp_path: Path) -> None:
    """Rate and CPU time are those of the middle; all CPU time is given too."""
    write(tmp_path / "out")

    found = measured(tmp_path / "out", 2, watched())

    assert (20, 2) == (found.n_songs, found.workers)
    assert pytest.approx(2.0) == found.songs_a_second
    assert pytest.approx(0.5, abs=0.07) == found.core_s_a_song
    assert 13.0 == found.all_core_s
    assert 700 < found.early_mb < found.late_mb
    assert found.bytes_a_row > 100


def test_songs_that_fail_are_no_measurement(tmp_path: Path) -> None:
    """They would be quick."""
    write(tmp_path / "out", "not_audio")

    with pytest.raises(RuntimeError, match="not_audio"):
        measured(tmp_path / "out", 1, watched())


def test_a_real_run(tmp_path: Path) -> None:
    """Songs are made and heard, and what that took is plausible."""
    songs = make_songs(tmp_path / "songs", 1.0)

    found = run(songs[:3], 12, 1, tmp_path / "run")

    assert 12 == found.n_songs
    assert 0.01 < found.core_s_a_song < 5
    assert found.all_core_s > 12 * found.core_s_a_song * 0.5
    assert 200 < found.late_mb < 2000
