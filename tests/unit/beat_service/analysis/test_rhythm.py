"""Beats, onset pattern and swing of drums that are made here."""

import numpy as np
import pytest
from beat_signals import drums, strokes

from beat_service.analysis.onsets import ONSET_RATE_HZ, waveform_to_onsets
from beat_service.analysis.rhythm import (
    LEAST_BEATS,
    bars_to_onset_pattern,
    beats_to_first_downbeat,
    beats_to_onset_pattern,
    beats_to_strengths,
    beats_to_swing_ratio,
    onsets_to_beats,
    onsets_to_rhythm,
)
from beat_service.drums.pattern import folder_to_styles
from music_genre.audio.constants import MIN_AUDIO_S


@pytest.mark.parametrize("swing_ratio", [1.0, 1.5, 2.0])
def test_swing_of_hats(swing_ratio: float) -> None:
    """The swing of the hats is found within a tenth."""
    onsets = waveform_to_onsets(drums(100, swing_ratio=swing_ratio))

    assert swing_ratio == pytest.approx(onsets_to_rhythm(onsets, 100).swing_ratio, rel=0.1)


def test_without_second_eighths_there_is_no_swing() -> None:
    """Kicks on the beat alone are neither straight nor swung, and have a pattern all the same."""
    onsets = waveform_to_onsets(strokes(np.arange(0, 20, 0.5), 20.0, "kick"))
    rhythm = onsets_to_rhythm(onsets, 120)

    assert rhythm.swing_ratio is None
    assert rhythm.onset_pattern is not None


@pytest.mark.parametrize("bpm", [40.0, 120.0, 240.0])
def test_beats_are_where_the_kick_is(bpm: float) -> None:
    """At the slowest, a usual and the fastest tempo, beat times are those of the strokes."""
    times_s = onsets_to_rhythm(waveform_to_onsets(drums(bpm)), bpm).beat_times_s
    beat_s = 60 / bpm

    assert np.float64 == times_s.dtype
    assert len(times_s) > 0.8 * 30 / beat_s
    assert np.abs(times_s / beat_s - np.rint(times_s / beat_s)).max() * beat_s < 0.03


@pytest.mark.parametrize("n_steps", [8, 12, 14, 16, 20])
def test_bars_that_begin_with_the_sound(n_steps: int) -> None:
    """A kick on the first of so many sixteenths is the first of the bar, and the only one."""
    times_s = np.arange(0, 12, n_steps * 0.125)
    onsets = waveform_to_onsets(strokes(times_s, 12.0, "kick"))
    bar = bars_to_onset_pattern(onsets[:, : round(ONSET_RATE_HZ * times_s[-1])], 120, n_steps)

    assert (3, n_steps) == bar.shape
    assert 1 == pytest.approx(bar[0, 0])
    assert bar[0, 1:].max() < 0.3


def test_bar_of_four_on_the_floor() -> None:
    """Kick on every beat is in the low band, and the bar resembles one that has a name."""
    rhythm = onsets_to_rhythm(waveform_to_onsets(drums(120)), 120)

    assert rhythm.onset_pattern is not None
    assert (3, 16) == rhythm.onset_pattern.shape
    assert rhythm.onset_pattern[0, ::4].min() > 0.8
    assert rhythm.onset_pattern[0, 1::2].max() < 0.3
    assert rhythm.pattern is not None
    assert rhythm.pattern.similarity > 0.7
    assert rhythm.pattern.style in {style.name for style in folder_to_styles()}


@pytest.mark.parametrize("bpm", [40.0, 97.3, 240.0])
def test_onset_pattern_is_from_0_to_1(bpm: float) -> None:
    """Each band's smallest value is 0 and its largest 1, at every tempo."""
    pattern = onsets_to_rhythm(waveform_to_onsets(drums(bpm)), bpm).onset_pattern

    assert pattern is not None
    assert np.float64 == pattern.dtype
    assert [0.0] * 3 == pattern.min(axis=1).tolist()
    assert [1.0] * 3 == pattern.max(axis=1).tolist()


def test_the_bar_begins_with_the_bass() -> None:
    """Whichever beat the recording starts on, the snare stands on two and four."""
    for beats_cut in range(4):
        onsets = waveform_to_onsets(drums(120)[beats_cut * 11_025 :])
        pattern = beats_to_onset_pattern(onsets, onsets_to_beats(onsets, 120))
        assert {4, 12} == set(np.argsort(-pattern[1])[:2].tolist())


@pytest.mark.parametrize("beats_cut", range(4))
def test_the_first_downbeat_has_no_backbeat(beats_cut: int) -> None:
    """It is one of the first four beats, and stands where no snare does."""
    onsets = waveform_to_onsets(drums(120)[beats_cut * 11_025 :])
    beats = onsets_to_beats(onsets, 120)

    first = beats_to_first_downbeat(onsets, beats)

    assert first in range(4)
    beats_from_start = round(beats[first] / ONSET_RATE_HZ * 2) + beats_cut
    assert 0 == beats_from_start % 2
    assert first == onsets_to_rhythm(onsets, 120).first_downbeat


def test_a_band_without_onsets_is_zero() -> None:
    """An empty band is zeros and no division by zero."""
    onsets = waveform_to_onsets(drums(120))
    onsets[2] = 0.0

    assert not beats_to_onset_pattern(onsets, onsets_to_beats(onsets, 120))[2].any()


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
    curve = np.zeros((3, 43 * n_beats), np.float32)
    curve[:, 21::43] = 1.0
    rhythm = onsets_to_rhythm(curve, 60 * ONSET_RATE_HZ / 43)

    assert n_beats == len(rhythm.beat_times_s)
    assert whole == (rhythm.onset_pattern is not None)
    assert whole or (rhythm.pattern is None and rhythm.swing_ratio is None)


@pytest.mark.parametrize("duration_s", [MIN_AUDIO_S, 30.0])
def test_silence_has_no_rhythm(duration_s: float) -> None:
    """Without onsets there are no beats, and nothing that stands on them."""
    rhythm = onsets_to_rhythm(np.zeros((3, round(duration_s * ONSET_RATE_HZ)), np.float32), 120)

    assert (0,) == rhythm.beat_times_s.shape
    assert (None, None, None) == (rhythm.onset_pattern, rhythm.swing_ratio, rhythm.pattern)


def test_swing_of_beats_that_are_given() -> None:
    """Strokes two thirds through each beat are a triplet, at places between frames too."""
    beats = np.arange(20.0, 870.0, 43.07)
    curve = np.zeros((3, 900), np.float32)
    curve[0, np.rint(beats[:-1]).astype(int)] = 2.0
    curve[0, np.rint(beats[:-1] + 43.07 * 2 / 3).astype(int)] = 1.0

    assert 2 == pytest.approx(beats_to_swing_ratio(curve, beats), rel=0.1)
