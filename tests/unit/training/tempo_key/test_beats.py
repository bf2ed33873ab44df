"""How well beats keep to a steady grid of the tempo that is annotated."""

import numpy as np
import pytest

from training.evaluation.measures import scores_to_mean
from training.tempo_key import beats
from training.tempo_key.beats import report_to_beat_lines, times_to_steady_f_measure

HALVES = np.arange(0, 30, 0.5)


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


def test_measures_are_written() -> None:
    """Each kind of music has a line with its number and its interval."""
    lines = report_to_beat_lines({"beats": {"ours": scores_to_mean([0.5, 0.5])}})

    assert ["ours                 2  0.500 (0.500 – 0.500)"] == lines[1:]
