"""A song in a process of its own."""

from pathlib import Path

import pytest
from live.bulk.archives import POISON, poisoned_path

from genre_cli.bulk.apart import job_to_row_apart
from genre_cli.bulk.listening import Job, Terms
from tools.processes import ROOT

TERMS = Terms("en", "full", "1", "m")


def test_it_is_heard() -> None:
    """The row comes back."""
    sample = str(ROOT / "data" / "sample.wav")

    row = job_to_row_apart(Job(3, "sample", sample, attempts=2), TERMS)

    assert row is not None
    assert (3, 3, None) == (row["row"], row["attempts"], row["code"])
    assert row["outcome"] and row["analysis"]


def test_what_ends_its_process_gives_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And does not end us."""
    song = tmp_path / "poison.wav"
    song.write_bytes(POISON)
    monkeypatch.setenv("PYTHONPATH", poisoned_path(tmp_path / "path"))

    assert job_to_row_apart(Job(0, "poison", str(song)), TERMS) is None
