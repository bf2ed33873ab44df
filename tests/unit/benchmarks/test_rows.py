"""From what was measured to the rows of the budgets."""

import pytest

from benchmarks.budgets import WITH_VNNI, WITHOUT_VNNI
from benchmarks.load import BASE64, MULTIPART, Load
from benchmarks.memory import Memory
from benchmarks.rows import measured_to_rows, stages_to_rows
from benchmarks.servers import BEAT, FRONTEND, REPORT_SVM, REPORT_VGG19, SVM, VGG19
from benchmarks.stages import IN_A_WORKER, Stage
from benchmarks.starts import Starts


@pytest.fixture
def starts() -> Starts:
    """Give three starts of each of our services."""
    starts = Starts()
    for name in (SVM, VGG19, BEAT, FRONTEND):
        starts.ready_s[name] = [9.0, 1.0, 1.5]
        starts.stopped_s[name] = [0.9, 0.5, 0.6]
    for name in (SVM, VGG19):
        starts.first_to_warm[name] = [1.2, 3.0, 1.1]
        starts.answer_s[name] = [1.0, 1.0, 9.0]
    return starts


@pytest.fixture
def load() -> Load:
    """Give our services under load: 20 ms to answer, 10 ms of them to predict."""
    timings = {
        f"{name} {body} {part}": [value] * 3
        for name in (SVM, VGG19)
        for body in (MULTIPART, BASE64)
        for part, value in (("http", 20.0), ("predict", 10.0))
    }
    timings[f"{FRONTEND} {MULTIPART} http"] = [40.0] * 3
    timings[f"{BEAT} /analyze http"] = [240.0, 250.0, 900.0]
    memory = Memory(alone_mb=110.0, service_rss_mb=100.0, pss_mb=90.0)
    return Load(timings, dict.fromkeys((SVM, VGG19, BEAT, FRONTEND), memory))


def test_figures_are_medians(starts: Starts, load: Load) -> None:
    """One slow start of three does not show."""
    rows = {row.what: row for row in measured_to_rows(starts, load, WITH_VNNI)}

    assert 1.5 == rows["SVM: start to ready"].measured
    assert (0.6, "") == (rows["beats: stop"].measured, rows["beats: stop"].verdict)
    assert 1.2 == rows["VGG19: first / warm"].measured
    assert 20.0 == rows["SVM: /v1/predict, multipart"].measured
    assert 110.0 == rows["front end: memory"].measured
    assert "process 100 MB, decoders 10 MB more; PSS 90 MB" in rows["front end: memory"].note
    assert "SVM: report's HTTP / our HTTP" not in rows


def test_beat_service_has_its_own_budgets(starts: Starts, load: Load) -> None:
    """It may take longer to start; a route that it does not have yet has no row."""
    starts.ready_s[BEAT] = [4.0, 5.0, 7.0]
    rows = {row.what: row for row in measured_to_rows(starts, load, WITH_VNNI)}

    assert "ok" == rows["beats: start to ready"].verdict
    assert (250.0, "ok") == (rows["beats: /analyze"].measured, rows["beats: /analyze"].verdict)
    assert "beats: /recommend" not in rows
    load.timings[f"{BEAT} /recommend http"] = [301.0] * 3
    rows = {row.what: row for row in measured_to_rows(starts, load, WITH_VNNI)}
    assert "OVER" == rows["beats: /recommend"].verdict


def test_ratios_against_the_report_are_its_time_over_ours(starts: Starts, load: Load) -> None:
    """Twice as fast is 2.0, for the warm requests and for the first answer."""
    starts.answer_s[REPORT_SVM] = [4.0, 4.0, 4.0]
    starts.report_new_container_s = 16.0
    load.timings[f"{REPORT_SVM} {BASE64} http"] = [50.0] * 3
    load.timings[f"{REPORT_VGG19} {BASE64} http"] = [220.0] * 3
    load.timings[f"{REPORT_VGG19} {BASE64} predict"] = [200.0] * 3

    rows = {row.what: row.measured for row in measured_to_rows(starts, load, WITH_VNNI)}

    assert 16.0 == rows["SVM: first answer of a new container"]
    assert 4.0 == rows["SVM: first answer, numba's cache warm"]
    assert 2.5 == rows["SVM: report's HTTP / our HTTP"]
    assert 20.0 == rows["VGG19: Keras predict / our predict"]
    assert 10.0 == rows["VGG19: Keras predict / our HTTP"]
    assert 11.0 == rows["VGG19: report's HTTP / our HTTP"]


def test_budgets_follow_the_processor(starts: Starts, load: Load) -> None:
    """Without fast 8-bit multiplications VGG19 may take longer; the SVM may not."""
    for body in (MULTIPART, BASE64):
        load.timings[f"{VGG19} {body} http"] = [149.0] * 3
        load.timings[f"{SVM} {body} http"] = [121.0] * 3

    verdicts = [
        {row.what: row.verdict for row in measured_to_rows(starts, load, budgets)}
        for budgets in (WITH_VNNI, WITHOUT_VNNI)
    ]

    assert ["OVER", "ok"] == [rows["VGG19: /v1/predict, multipart"] for rows in verdicts]
    assert ["OVER", "OVER"] == [rows["SVM: /v1/predict, multipart"] for rows in verdicts]


def test_decoding_in_a_worker_may_take_10_ms_more() -> None:
    """Not its time has a budget, but what it takes more than decoding in the service did."""
    stages = [Stage("decode", 4.0, 9.0, "librosa.load"), Stage(IN_A_WORKER, 12.0, 2.0, "soundfile")]

    (row,) = stages_to_rows(stages)

    assert (10.0, "ms", "ok") == (row.measured, row.unit, row.verdict)
    assert "12.0 ms − 2.0 ms of soundfile" == row.note
