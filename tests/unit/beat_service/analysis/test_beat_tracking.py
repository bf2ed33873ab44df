"""Chains of beats in probabilities that are known: on the pulses, over gaps, along a drift."""

import numpy as np
import pytest
from numpy.typing import NDArray

from beat_service.analysis.beat_tracking import chain_to_beats, pulse_to_chain
from beat_service.analysis.onsets import ONSET_RATE_HZ

Floats = NDArray[np.float64]


def pulses(places: Floats, n_frames: int, chance: float = 0.9) -> Floats:
    """Make a curve that falls from `chance` to 0 within four frames of each place."""
    away = np.abs(np.arange(n_frames)[:, None] - places).min(axis=1)
    return np.asarray(chance * np.maximum(0, 1 - away / 4), np.float64)


@pytest.mark.parametrize("bpm", [40.0, 97.3, 240.0])
def test_beats_are_on_the_pulses(bpm: float) -> None:
    """At the slowest, a usual and the fastest tempo, pulses are beats to a quarter frame."""
    period = 60 * ONSET_RATE_HZ / bpm
    places = np.arange(period / 2, 2580, period)
    curve = pulses(places, 2584)

    beats = chain_to_beats(curve, pulse_to_chain(curve, period))

    assert len(places) == len(beats)
    assert np.abs(beats - places).max() < 0.25


def test_a_missing_pulse_is_bridged() -> None:
    """The chain goes on where two pulses are left out, at their places."""
    places = np.arange(22.0, 2580, 44)
    curve = pulses(np.delete(places, [20, 21]), 2584)

    beats = chain_to_beats(curve, pulse_to_chain(curve, 44))

    assert len(places) == len(beats)
    assert np.abs(beats - places).max() <= 1


def test_a_tempo_that_drifts_is_followed() -> None:
    """A tempo that rises by a tenth in half a minute keeps each of its beats."""
    places = np.cumsum(np.linspace(46.0, 41.4, 58))
    curve = pulses(places, 2584)

    beats = chain_to_beats(curve, pulse_to_chain(curve, 44))

    assert len(places) == len(beats)
    assert np.abs(beats - places).max() < 0.5


def test_strokes_between_the_beats_are_left_out() -> None:
    """At half the pulses' rate every second one is a beat, and the likelier half wins."""
    places = np.arange(22.0, 2580, 22)
    curve = pulses(places, 2584, 0.4) + pulses(places[::2], 2584, 0.3)

    beats = chain_to_beats(curve, pulse_to_chain(curve, 44))

    assert np.abs(beats[:, None] - places[::2]).min(axis=1).max() < 0.5
    assert len(places[::2]) == len(beats)


def test_the_true_tempo_gains_most() -> None:
    """Beats at half the tempo miss every second pulse, those at double have none to stand on."""
    curve = pulses(np.arange(22.0, 2580, 44), 2584)

    half, true, double = (pulse_to_chain(curve, 44 * ratio).gain for ratio in (2, 1, 0.5))

    assert true > half
    assert true > double


def test_silence_around_the_music_has_no_beats() -> None:
    """Before the first and after the last pulse nothing is counted."""
    places = np.arange(800.0, 1800, 44)
    curve = pulses(places, 2584)

    beats = chain_to_beats(curve, pulse_to_chain(curve, 44))

    assert (places[0], places[-1]) == (pytest.approx(beats[0]), pytest.approx(beats[-1]))


@pytest.mark.parametrize("n_frames", [0, 44, 1000])
def test_nothing_has_no_beats(n_frames: int) -> None:
    """An empty curve, one not longer than a beat and one without a pulse have no beats."""
    curve = np.zeros(n_frames)

    assert (0,) == chain_to_beats(curve, pulse_to_chain(curve, 44)).shape


def test_beats_begin_with_the_sound() -> None:
    """A pulse in the very first frame is at 0, not before it."""
    curve = pulses(np.arange(0.0, 2580, 44), 2584)

    beats = chain_to_beats(curve, pulse_to_chain(curve, 44))

    assert 0 <= beats[0] < 0.5
