"""A line of a manifest into a row."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from genre_cli.bulk.listening import Job, Terms, job_to_row, problem_to_row
from genre_cli.bulk.schema import SCHEMA, parquet_to_rows, rows_to_parquet
from genre_cli.library.hearing import file_to_heard
from tools.processes import ROOT

SAMPLE = ROOT / "data" / "sample.wav"
TERMS = Terms("fr", "full", "1.0", "models")


def test_a_row_is_what_a_scan_hears() -> None:
    """Every fact is the library's, the bodies are whole, and all columns are there."""
    row = job_to_row(Job(7, "sample", str(SAMPLE)), TERMS)

    heard = file_to_heard(SAMPLE, frozenset(), "en")
    assert heard.prediction and heard.analysis and heard.embedding is not None
    assert set(SCHEMA.names) == set(row)
    (read,) = parquet_to_rows(rows_to_parquet([row]))
    assert (7, "sample", None, 1) == tuple(read[n] for n in ("row", "url", "code", "attempts"))
    assert (heard.sha256, heard.sound_sha256) == (read["sha256"], read["sound_sha256"])
    assert heard.year == read["year"]
    prediction, analysis = json.loads(read["prediction"]), json.loads(read["analysis"])
    assert heard.prediction["ensemble"] == prediction["ensemble"]
    assert heard.analysis["tempo"] == analysis["tempo"]
    assert prediction["ensemble"]["genre"] == read["genre"]
    assert analysis["tempo"]["bpm"] == read["bpm"]
    assert heard.embedding.tolist() == read["embedding"]
    versions = ("listening", "package_version", "models_version")
    assert ("full", "1.0", "models") == tuple(read[name] for name in versions)


def test_a_fast_row_is_what_a_fast_scan_hears() -> None:
    """The mode reaches the models, and stands in the row."""
    row = job_to_row(Job(0, "sample", str(SAMPLE)), replace(TERMS, mode="fast"))

    heard = file_to_heard(SAMPLE, frozenset(), "en", "fast")
    assert "fast" == row["listening"]
    assert heard.prediction and json.loads(row["prediction"]).keys() == heard.prediction.keys()
    assert heard.prediction["ensemble"] == json.loads(row["prediction"])["ensemble"]


@pytest.mark.parametrize(
    ("content", "code"), [(b"words and words", "not_audio"), (None, "file_not_found")]
)
def test_a_problem_is_a_row(content: bytes | None, code: str, tmp_path: Path) -> None:
    """It has its code, its texts in the language of the run, and no facts."""
    place = tmp_path / "words.mp3"
    if content is not None:
        place.write_bytes(content)

    row = job_to_row(Job(0, "words", str(place)), TERMS)

    (read,) = parquet_to_rows(rows_to_parquet([row]))
    assert code == read["code"]
    assert {"code": code} == {"code": json.loads(read["problem"])["code"]}
    assert (content is None) == (read["sha256"] is None)
    assert [None] * 4 == [read[n] for n in ("genre", "bpm", "embedding", "prediction")]


def test_what_is_too_large_is_a_row(tmp_path: Path) -> None:
    """It is not read."""
    place = tmp_path / "huge.wav"
    with place.open("wb") as file:
        file.truncate(1 << 40)

    assert "too_large" == job_to_row(Job(0, "huge", str(place)), TERMS)["code"]


def test_attempts_add_up() -> None:
    """Those that ended with their worker count."""
    row = problem_to_row({"code": "decoder_crashed"}, Job(0, "a", "a", attempts=2), TERMS)

    assert ("decoder_crashed", 3) == (row["code"], row["attempts"])
