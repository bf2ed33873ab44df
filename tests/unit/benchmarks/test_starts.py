"""What is started anew how often, and what is kept of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from unit.benchmarks.fake_servers import with_fakes

from benchmarks import starts
from benchmarks.plan import QUICK
from benchmarks.servers import BEAT, FRONTEND, REPORT_SVM, SVM, VGG19
from benchmarks.starts import measure_starts

PLAN = replace(QUICK, starts=2, warm_requests=3)


def test_every_service_is_started_in_every_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has a time to be ready and to stop, and all but the front end one to answer."""
    log = with_fakes(starts, monkeypatch)

    measured = measure_starts(PLAN, b"wav", tmp_path)

    assert 2 * [BEAT, SVM, VGG19, FRONTEND] == log.started
    assert {n: [2.0, 2.0] for n in (BEAT, SVM, VGG19, FRONTEND)} == dict(measured.ready_s)
    assert {n: [3.0, 3.0] for n in (BEAT, SVM, VGG19)} == dict(measured.answer_s)
    assert {n: [3.0, 3.0] for n in (BEAT, SVM, VGG19)} == dict(measured.first_to_warm)
    assert {n: [1.0, 1.0] for n in (BEAT, SVM, VGG19, FRONTEND)} == dict(measured.stopped_s)
    assert 2 * 3 * (1 + PLAN.warm_requests) == len(log.asked)


def test_front_end_finds_no_beats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both genre services are there; at the beat service's address nobody listens."""
    log = with_fakes(starts, monkeypatch)

    measure_starts(PLAN, b"wav", tmp_path)

    urls = log.settings[FRONTEND]
    assert (f"http://{SVM}", f"http://{VGG19}") == (urls["SVM_URL"], urls["VGG19_URL"])
    assert urls["BEAT_URL"].startswith("http://127.0.0.1:")


def test_report_starts_once_with_nothing_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the rounds, numba's cache of the report's service is an empty folder."""
    log = with_fakes(starts, monkeypatch)

    measured = measure_starts(replace(PLAN, against_report=True), b"wav", tmp_path)

    assert 4.0 == measured.report_new_container_s
    assert [4.0, 4.0] == measured.answer_s[REPORT_SVM]
    assert 3 == log.started.count(REPORT_SVM)
    assert REPORT_SVM == log.started[0]
