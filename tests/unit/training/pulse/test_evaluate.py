"""How well beats keep step with those that are known."""

from pathlib import Path

import numpy as np
import pytest
from beat_signals import drums

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.settings import ANALYSIS_DIR
from training.data.dataset import DatasetError
from training.pulse.evaluate import (
    KeptStep,
    kept_steps_to_report,
    main,
    renderings_to_kept_steps,
    report_to_lines,
    times_to_f_measure,
)
from training.pulse.renderings import Rendering

HALVES = np.arange(0, 30, 0.5)


@pytest.mark.parametrize(("off_s", "expected"), [(0.0, 1.0), (0.039, 1.0), (0.041, 0.0)])
def test_f_measure_of_known_beats(off_s: float, expected: float) -> None:
    """Beats within 40 ms are right, others are wrong."""
    assert expected == times_to_f_measure(HALVES + off_s, HALVES)


def test_f_measure_of_beats_at_double_speed() -> None:
    """All true beats are found, and as many more that are none."""
    assert 2 / 3 == pytest.approx(times_to_f_measure(np.arange(0, 30, 0.25), HALVES), abs=0.01)


def test_renderings_are_heard() -> None:
    """Plain drums keep step and have a tempo; silence is left out."""
    model = folder_to_analysis_model(ANALYSIS_DIR)
    plain = Rendering("plain", "alone", drums(120), HALVES, np.arange(60) % 4 == 0, 120.0)
    silent = Rendering("silent", "alone", np.zeros(661_500, np.float32), HALVES, HALVES == 0, 120.0)

    (kept,) = renderings_to_kept_steps([plain, silent], model)

    assert kept.f_measure > 0.9
    assert kept.is_tempo_right
    assert kept.is_downbeat_right is not None


def test_report_has_each_kind_and_all() -> None:
    """Renderings without a bar count for their beats alone."""
    kept = [KeptStep("a", 1.0, True, True), KeptStep("a", 0.5, None, False)]
    report = kept_steps_to_report([*kept, KeptStep("b", 0.0, False, True)])

    assert ["a", "b", "all"] == list(report)
    assert (2, 0.75) == (report["a"]["f_measure"]["n_clips"], report["a"]["f_measure"]["mean"])
    assert (1, 1.0) == (report["a"]["downbeat"]["n_clips"], report["a"]["downbeat"]["accuracy"])
    assert 0.5 == report["all"]["downbeat"]["accuracy"]
    assert kept_steps_to_report(kept[1:])["a"]["downbeat"] is None


def test_report_is_written() -> None:
    """Each kind has a line with its number and figures; no bar is a dash."""
    lines = report_to_lines(kept_steps_to_report([KeptStep("alone", 1.0, None, True)]))

    assert 3 == len(lines)
    assert lines[1].startswith("alone                 1  1.000 (1.000 – 1.000)     –")


def test_a_font_that_is_not_there() -> None:
    """It is named."""
    with pytest.raises(DatasetError, match=r"nowhere\.sf2 is missing"):
        main(["--font", str(Path("nowhere.sf2"))])
