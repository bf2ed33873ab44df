"""Jobs to a cluster, rows from it; the cluster is threads of this process."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from distributed import Client, KilledWorker

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.bulk import feeding
from genre_cli.bulk.feeding import Feeder
from genre_cli.bulk.listening import Job, Terms, heard_to_row
from genre_cli.bulk.schema import Row
from genre_cli.library.hearing import Heard

TERMS = Terms("en", "full", "1", "m")
JOBS = [Job(n, f"/{n}", f"/{n}") for n in range(50)]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Start a cluster of threads."""
    options = {"n_workers": 1, "threads_per_worker": 2, "dashboard_address": "127.0.0.1:0"}
    with Client(processes=False, set_as_default=False, **options) as started:
        yield started


def heard(job: Job, terms: Terms) -> Row:
    """Hear nothing."""
    return heard_to_row(Heard("hash"), job, terms)


def rows(feeder: Feeder, jobs: Any = JOBS) -> list[Row]:
    """Collect all rows."""
    return [row for row in feeder.rows(jobs) if row is not None]


def hear_by(
    monkeypatch: pytest.MonkeyPatch, hear: Callable[..., Row], apart: Callable[..., Any] = heard
) -> None:
    """Let songs be heard otherwise."""
    monkeypatch.setattr(feeding, "job_to_row", hear)
    monkeypatch.setattr(feeding, "job_to_row_apart", apart)


def test_each_is_heard_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """And only so many are taken as the workers need."""
    hear_by(monkeypatch, heard)
    taken: list[int] = []
    came: list[int] = []

    def jobs() -> Iterator[Job]:
        for job in JOBS:
            taken.append(job.row)
            assert len(taken) - len(came) <= 5
            yield job

    for row in Feeder(client, TERMS).rows(jobs()):
        came += [row["row"]] if row else []

    assert [job.row for job in JOBS] == sorted(came)


def test_stopping_ends_with_what_is_begun(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No new song is taken."""
    hear_by(monkeypatch, heard)
    feeder = Feeder(client, TERMS)
    came = []
    for row in feeder.rows(JOBS):
        if row is not None:
            came.append(row)
            feeder.stop()

    assert 1 <= len(came) < 10


def test_what_does_not_end_is_left(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while a stop does not wait for it."""

    def slow(job: Job, terms: Terms) -> Row:
        time.sleep(1)
        return heard(job, terms)

    hear_by(monkeypatch, slow)
    monkeypatch.setattr(feeding, "STOP_WITHIN_S", 0.1)
    feeder = Feeder(client, TERMS)
    given = feeder.rows(JOBS)
    assert next(given) is None
    feeder.stop()

    assert [] == [row for row in given if row is not None]


def test_a_fault_of_ours_costs_one_row(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is tried again, and then told with its words."""

    def fail(job: Job, terms: Terms) -> Row:
        if job.row == 3:
            tempfile.mkstemp(dir=tmp_path)
            raise RuntimeError("wrong")
        return heard(job, terms)

    hear_by(monkeypatch, fail)
    found = sorted(rows(Feeder(client, TERMS)), key=lambda row: row["row"])

    assert [3] == [row["row"] for row in found if row["code"]]
    assert ("internal_error", 2) == (found[3]["code"], found[3]["attempts"])
    assert "RuntimeError: wrong" in found[3]["problem"]
    assert 2 == len(list(tmp_path.iterdir()))


@pytest.mark.parametrize("is_guilty", [True, False])
def test_what_ended_workers_is_heard_apart(
    is_guilty: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who ends that process too has crashed; who was only beside it is heard."""

    def ended(job: Job, terms: Terms) -> Row:
        if job.row in {3, 4}:
            raise KilledWorker(job.row, cast(Any, SimpleNamespace(address="a")), 1)
        return heard(job, terms)

    def apart(job: Job, terms: Terms) -> Row | None:
        return None if is_guilty and job.row == 3 else heard(job, terms)

    hear_by(monkeypatch, ended, apart)
    found = sorted(rows(Feeder(client, TERMS)), key=lambda row: row["row"])

    assert len(JOBS) == len(found)
    assert ("decoder_crashed" if is_guilty else None) == found[3]["code"]
    assert found[4]["code"] is None
    assert [1, 3, 3, 1] == [row["attempts"] for row in found[2:6]]


def test_a_scheduler_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and the run ends."""
    hear_by(monkeypatch, heard)
    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    client = Client(processes=False, set_as_default=False, **options)
    given = Feeder(client, TERMS).rows(JOBS)
    next(given)
    client.close()

    with pytest.raises(NobodyAnswersError, match="goes on"):
        for _ in given:
            pass
