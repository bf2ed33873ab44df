"""Which routes are asked under load, in rounds, and what is kept of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from unit.benchmarks.fake_servers import with_fakes

from benchmarks import load
from benchmarks.load import measure_load
from benchmarks.plan import QUICK
from benchmarks.servers import BEAT, FRONTEND, REPORT_SVM, REPORT_VGG19, SVM, VGG19

PLAN = replace(QUICK, rounds=3, dropped=1)
OURS = [SVM, VGG19, BEAT, FRONTEND]


def test_every_route_is_asked_in_every_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One call before the rounds, dropped rounds and counted ones; routes that are there alone."""
    log = with_fakes(load, monkeypatch)

    measured = measure_load(PLAN, b"wav", tmp_path)

    assert {
        *(f"{name} {body} http" for name in (SVM, VGG19) for body in ("multipart", "base64")),
        f"{BEAT} /analyze http",
        f"{FRONTEND} multipart http",
    } == measured.timings.keys()
    assert {3} == {len(times) for times in measured.timings.values()}
    assert {5} == {log.asked.count(url) for url in log.asked}
    assert f"http://{FRONTEND}/api/predict?models=svm,vgg19" in log.asked
    assert set(OURS) == measured.memory.keys()


def test_front_end_knows_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is started last, with their addresses; beats are in a scratch file."""
    log = with_fakes(load, monkeypatch)

    measure_load(PLAN, b"wav", tmp_path)

    assert OURS == log.started
    assert {
        "SVM_URL": f"http://{SVM}",
        "VGG19_URL": f"http://{VGG19}",
        "BEAT_URL": f"http://{BEAT}",
    } == log.settings[FRONTEND]
    assert str(tmp_path) in log.settings[BEAT]["DATABASE_URL"]


def test_report_is_asked_where_the_plan_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report's services take base64 alone."""
    log = with_fakes(load, monkeypatch)

    measured = measure_load(replace(PLAN, against_report=True), b"wav", tmp_path)

    assert [*OURS, REPORT_SVM, REPORT_VGG19] == log.started
    of_report = {name for name in measured.timings if name.startswith("benchmarks.")}
    assert {f"{REPORT_SVM} base64 http", f"{REPORT_VGG19} base64 http"} == of_report
