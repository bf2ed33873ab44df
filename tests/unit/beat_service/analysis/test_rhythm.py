"""Beats, bars, onset pattern and swing of drums that are made here, heard and given."""

import numpy as np
import pytest
from beat_signals import drums, strokes
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.onsets import ONSET_RATE_HZ, levels_to_onsets, waveform_to_levels
from beat_service.analysis.pulse_model import Pulse
from beat_service.analysis.rhythm import (
    LEAST_BEATS,
    Rhythm,
    bars_to_onset_pattern,
    beats_to_downbeats,
    beats_to_drift,
    beats_to_onset_pattern,
    beats_to_strengths,
    beats_to_swing_ratio,
    pulse_to_beats,
    pulse_to_rhythm,
)
from beat_service.drums.pattern import folder_to_styles

DURATION_S = 30.0


def pulse_of(beats_s: NDArray[np.float64], first: int = 0, every: int = 4) -> Pulse:
    """Make the pulse of beats [s] of which every fourth, from number `first` on, begins a bar."""
    time_s = np.arange(round(DURATION_S * ONSET_RATE_HZ)) / ONSET_RATE_HZ

    def curve(places_s: NDArray[np.float64]) -> NDArray[np.float64]:
        away = np.abs(time_s[:, None] - places_s).min(axis=1) * ONSET_RATE_HZ
        return np.asarray(0.9 * np.maximum(0, 1 - away / 4), np.float64)

    return Pulse(curve(beats_s), curve(beats_s[first::every]))


def waveform_to_rhythm(waveform: NDArray[np.float32], bpm: float, model: AnalysisModel) -> Rhythm:
    """Hear a waveform as the service does, at a tempo that is known."""
    levels_db = waveform_to_levels(waveform)
    return pulse_to_rhythm(model.pulse.levels_to_pulse(levels_db), levels_to_onsets(levels_db), bpm)


@pytest.mark.parametrize("swing_ratio", [1.0, 1.5, 2.0])
def test_swing_of_hats(swing_ratio: float, model: AnalysisModel) -> None:
    """The swing of the hats is found within a tenth."""
    rhythm = waveform_to_rhythm(drums(100, swing_ratio=swing_ratio), 100, model)

    assert swing_ratio == pytest.approx(rhythm.swing_ratio, rel=0.1)


def test_without_second_eighths_there_is_no_swing(model: AnalysisModel) -> None:
    """Snares on the beat alone are neither straight nor swung, and have a pattern all the same."""
    rhythm = waveform_to_rhythm(strokes(np.arange(0, 20, 0.5), 20.0, "snare"), 120, model)

    assert rhythm.swing_ratio is None
    assert rhythm.onset_pattern is not None


@pytest.mark.parametrize("bpm", [60.0, 120.0, 200.0])
def test_beats_are_where_the_kick_is(bpm: float, model: AnalysisModel) -> None:
    """At a slow, a usual and a fast tempo, beat times are those of the strokes."""
    times_s = waveform_to_rhythm(drums(bpm), bpm, model).beat_times_s
    beat_s = 60 / bpm

    assert np.float64 == times_s.dtype
    assert len(times_s) > 0.8 * DURATION_S / beat_s
    assert np.abs(times_s / beat_s - np.rint(times_s / beat_s)).max() * beat_s < 0.03


@pytest.mark.parametrize("n_steps", [8, 12, 14, 16, 20])
def test_bars_that_begin_with_the_sound(n_steps: int) -> None:
    """A kick on the first of so many sixteenths is the first of the bar, and the only one."""
    times_s = np.arange(0, 12, n_steps * 0.125)
    onsets = levels_to_onsets(waveform_to_levels(strokes(times_s, 12.0, "kick")))
    bar = bars_to_onset_pattern(onsets[:, : round(ONSET_RATE_HZ * times_s[-1])], 120, n_steps)

    assert (3, n_steps) == bar.shape
    assert 1 == pytest.approx(bar[0, 0])
    assert bar[0, 1:].max() < 0.3


def test_bar_of_four_on_the_floor(model: AnalysisModel) -> None:
    """Kick on every beat is in the low band, and the bar resembles one that has a name."""
    rhythm = waveform_to_rhythm(drums(120), 120, model)

    assert rhythm.onset_pattern is not None
    assert (3, 16) == rhythm.onset_pattern.shape
    assert rhythm.onset_pattern[0, ::4].min() > 0.8
    assert rhythm.onset_pattern[0, 1::2].max() < 0.3
    assert rhythm.pattern is not None
    assert rhythm.pattern.similarity > 0.7
    assert rhythm.pattern.style in {style.name for style in folder_to_styles()}


@pytest.mark.parametrize("bpm", [60.0, 97.3, 200.0])
def test_onset_pattern_is_from_0_to_1(bpm: float, model: AnalysisModel) -> None:
    """Each band's smallest value is 0 and its largest 1, at every tempo."""
    pattern = waveform_to_rhythm(drums(bpm), bpm, model).onset_pattern

    assert pattern is not None
    assert np.float64 == pattern.dtype
    assert [0.0] * 3 == pattern.min(axis=1).tolist()
    assert [1.0] * 3 == pattern.max(axis=1).tolist()


@pytest.mark.parametrize("beats_cut", range(4))
def test_the_bar_has_its_backbeat(beats_cut: int, model: AnalysisModel) -> None:
    """Whichever beat the recording starts on, the snare stands on two and four."""
    rhythm = waveform_to_rhythm(drums(120)[beats_cut * 11_025 :], 120, model)

    assert rhythm.onset_pattern is not None
    assert {4, 12} == set(np.argsort(-rhythm.onset_pattern[1])[:2].tolist())


@pytest.mark.parametrize("first", range(4))
def test_bars_begin_where_the_pulse_says(first: int) -> None:
    """Every fourth beat from the first downbeat on begins a bar."""
    pulse = pulse_of(np.arange(0.25, DURATION_S, 0.5), first)
    beats = pulse_to_beats(pulse, 120)

    assert list(range(first, len(beats), 4)) == beats_to_downbeats(pulse, beats).tolist()


def test_a_lost_beginning_of_a_bar_is_counted() -> None:
    """Where the pulse says nothing of one bar, it begins with its turn."""
    beats_s = np.arange(0.25, DURATION_S, 0.5)
    pulse = pulse_of(beats_s)
    around = round(beats_s[16] * ONSET_RATE_HZ)
    pulse.bar[around - 5 : around + 6] = 0

    downbeats = beats_to_downbeats(pulse, pulse_to_beats(pulse, 120))

    assert list(range(0, len(beats_s), 4)) == downbeats.tolist()


def test_bars_go_on_after_a_bar_of_two() -> None:
    """Bars that begin two beats later from the middle on are followed, where the pulse is sure."""
    beats_s = np.arange(0.25, DURATION_S, 0.5)
    starts = [*range(0, 29, 4), *range(30, len(beats_s), 4)]
    pulse = Pulse(pulse_of(beats_s).beat, pulse_of(beats_s[starts], every=1).beat)

    assert starts == beats_to_downbeats(pulse, pulse_to_beats(pulse, 120)).tolist()


def test_a_band_without_onsets_is_zero() -> None:
    """An empty band is zeros and no division by zero."""
    beats = np.arange(0, 2400, 43.0)
    onsets = np.tile(np.arange(2584, dtype=np.float32) % 7, (3, 1))
    onsets[2] = 0.0

    pattern = beats_to_onset_pattern(onsets, beats, np.arange(0, len(beats), 4))

    assert not pattern[2].any()
    assert pattern[0].any()


def test_beats_outside_of_whole_bars_do_not_count() -> None:
    """What is struck before the first downbeat is no part of the mean bar."""
    beats = np.arange(20.0, 20 + 18 * 44, 44)  # two beats, then four bars
    onsets = np.zeros((3, 1000), np.float32)
    onsets[0, beats[:2].astype(int)] = 9.0
    onsets[0, beats[2::4].astype(int)] = 1.0

    pattern = beats_to_onset_pattern(onsets, beats, np.array([2, 6, 10, 14]))

    assert [1.0] + 15 * [0.0] == pattern[0].tolist()


def test_strengths_stand_at_every_sixteenth() -> None:
    """Between nine beats are 32 sixteenths; a stroke is found within 30 ms of its place."""
    beats = np.arange(10.0, 340.0, 40.0)
    onsets = np.zeros((3, 400), np.float32)
    onsets[1, 62] = 5.0  # two frames after the sixth sixteenth, at 60

    strengths = beats_to_strengths(onsets, beats)

    assert (3, 32) == strengths.shape
    assert [(1, 5)] == [tuple(place) for place in np.argwhere(strengths).tolist()]


@pytest.mark.parametrize(("n_beats", "whole"), [(LEAST_BEATS, True), (LEAST_BEATS - 1, False)])
def test_a_bar_needs_eight_beats(n_beats: int, whole: bool) -> None:
    """With eight beats there is an average, with seven there is none."""
    pulse = pulse_of(np.linspace(0.25, 0.25 + 0.5 * (n_beats - 1), n_beats))
    onsets = np.ones((3, 2584), np.float32)

    rhythm = pulse_to_rhythm(pulse, onsets, 120)

    assert n_beats == len(rhythm.beat_times_s)
    assert whole == (rhythm.onset_pattern is not None)
    assert whole == bool(len(rhythm.downbeats))
    assert whole or (rhythm.pattern is None and rhythm.swing_ratio is None)


def test_no_pulse_has_no_rhythm() -> None:
    """Without a pulse there are no beats, and nothing that stands on them."""
    nothing = np.zeros(2584)
    rhythm = pulse_to_rhythm(Pulse(nothing, nothing), np.zeros((3, 2584), np.float32), 120)

    assert (0,) == rhythm.beat_times_s.shape == rhythm.downbeats.shape
    assert (None, None, None) == (rhythm.onset_pattern, rhythm.swing_ratio, rhythm.pattern)


def test_swing_of_beats_that_are_given() -> None:
    """Strokes two thirds through each beat are a triplet, at places between frames too."""
    beats = np.arange(20.0, 870.0, 43.07)
    curve = np.zeros((3, 900), np.float32)
    curve[0, np.rint(beats[:-1]).astype(int)] = 2.0
    curve[0, np.rint(beats[:-1] + 43.07 * 2 / 3).astype(int)] = 1.0

    assert 2 == pytest.approx(beats_to_swing_ratio(curve, beats), rel=0.1)


def test_steady_beats_do_not_drift() -> None:
    """Beats a frame beside their places are steady all the same, and a few are not judged."""
    random = np.random.default_rng(0)
    beats_s = np.arange(60) * 0.5 + random.uniform(-0.012, 0.012, 60)

    assert beats_to_drift(beats_s) is None
    assert beats_to_drift(np.cumsum(np.linspace(0.4, 0.6, 20))) is None


def test_a_tempo_that_wanders_is_told() -> None:
    """From 120 down to 100 beats a minute, both ends are told, but for a twentieth of the beats."""
    drift = beats_to_drift(np.cumsum(np.linspace(0.5, 0.6, 60)))

    assert drift is not None
    assert [100, 120] == pytest.approx(drift, abs=3)
