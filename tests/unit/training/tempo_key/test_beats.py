"""How well beats keep step: with known ones, with a steady grid, with bars."""

from pathlib import Path

import numpy as np
import pytest
from beat_signals import drums

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.drums.hits import Hit
from beat_service.drums.pattern import Voice
from beat_service.settings import ANALYSIS_DIR
from training.data.groove import Performance
from training.tempo_key import beats
from training.tempo_key.beats import (
    KeptStep,
    is_on_bar,
    kept_steps_to_measures,
    performances_to_kept_steps,
    report_to_beat_lines,
    scores_to_mean,
    times_to_f_measure,
    times_to_steady_f_measure,
)

HALVES = np.arange(0, 30, 0.5)


@pytest.mark.parametrize(("off_s", "expected"), [(0.0, 1.0), (0.039, 1.0), (0.041, 0.0)])
def test_f_measure_of_known_beats(off_s: float, expected: float) -> None:
    """Beats within 40 ms are right, others are wrong."""
    assert expected == times_to_f_measure(HALVES + off_s, HALVES)


def test_f_measure_of_beats_at_double_speed() -> None:
    """All true beats are found, and as many more that are none."""
    assert 2 / 3 == pytest.approx(times_to_f_measure(np.arange(0, 30, 0.25), HALVES), abs=0.01)


@pytest.mark.parametrize("phase_s", [0.0, 0.13])
@pytest.mark.parametrize("annotated", [119.0, 120.0, 121.5])
def test_steady_beats_keep_to_a_grid_of_any_phase(phase_s: float, annotated: float) -> None:
    """The annotation need not be exact, and says nothing of the phase."""
    assert times_to_steady_f_measure(HALVES + phase_s, annotated) > 0.95


@pytest.mark.parametrize("found_s", [np.arange(0, 30, 0.25), np.arange(0, 30, 1.0)])
def test_another_level_is_two_thirds(found_s: beats.Times) -> None:
    """Half and double speed have every second beat wrong or missing."""
    assert 2 / 3 == pytest.approx(times_to_steady_f_measure(found_s, 120.0), abs=0.03)


@pytest.mark.parametrize("found_s", [np.zeros(0), np.ones(1)])
def test_too_few_beats_keep_to_nothing(found_s: beats.Times) -> None:
    """One beat has no tempo."""
    assert 0.0 == times_to_steady_f_measure(found_s, 120.0)


def test_uneven_beats_keep_to_no_grid() -> None:
    """Beats at random are worse than even ones by far."""
    uneven = np.sort(np.random.default_rng(0).uniform(0, 30, 60))

    assert times_to_steady_f_measure(uneven, 120.0) < 0.6


@pytest.mark.parametrize(
    ("time_s", "right"), [(0.0, True), (2.03, True), (3.97, True), (0.5, False), (1.0, False)]
)
def test_bars_begin_every_fourth_beat(time_s: float, right: bool) -> None:
    """At 120 bpm a bar of 4/4 lasts two seconds."""
    assert right == is_on_bar(time_s, 0.5)


def test_renderings_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain drums, whatever font plays them, keep step and have a bar."""
    played = Performance("plain", "Rock", (Hit(0.0, Voice.KICK, 1.0),), 120.0, 60)
    monkeypatch.setattr(beats, "performance_to_font_waveform", lambda one, _: drums(one.bpm))

    model = folder_to_analysis_model(ANALYSIS_DIR)
    (kept,) = performances_to_kept_steps([played], Path("a.sf2"), model)

    assert kept.f_measure > 0.9
    assert kept.is_downbeat_right is not None


def test_measures_have_intervals() -> None:
    """Renderings without a bar count for their beats alone."""
    kept = [KeptStep(1.0, True), KeptStep(0.5, False), KeptStep(0.0, None)]

    measures = kept_steps_to_measures(kept)

    assert (3, 0.5) == (measures["f_measure"]["n_clips"], measures["f_measure"]["mean"])
    assert (2, 0.5) == (measures["downbeat"]["n_clips"], measures["downbeat"]["accuracy"])
    assert kept_steps_to_measures([KeptStep(1.0, None)])["downbeat"] is None


def test_mean_lies_in_its_interval() -> None:
    """Scores that differ have an interval around their mean, equal ones have none."""
    low, high = scores_to_mean([0.0, 0.5, 1.0])["mean_95"]

    assert low < 0.5 < high
    assert [1.0, 1.0] == scores_to_mean([1.0, 1.0])["mean_95"]


def test_measures_are_written() -> None:
    """Each kind of music has a line; renderings have theirs, and bars, where there are any."""
    on_grid = {"ours": scores_to_mean([0.5, 0.5])}
    rendered = kept_steps_to_measures([KeptStep(1.0, True)])

    lines = report_to_beat_lines({"beats": on_grid})
    with_rendered = report_to_beat_lines({"beats": on_grid, "rendered": rendered})

    assert lines == with_rendered[:2]
    assert "on a grid, ours          2  0.500 (0.500 – 0.500)" == lines[1]
    assert "1.000 (1.000 – 1.000)" in with_rendered[2]
    assert with_rendered[3].startswith("downbeat right: 100.0%")
