"""Tempo, key, energy and rhythm of music that is known because it is made here."""

import librosa
import numpy as np
import pytest
from beat_signals import Floats, chords, drums
from needs import Alone
from numpy.typing import NDArray

from beat_service.analysis.analysed_patterns import facts_to_onset_pattern
from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.beat_tracking import onsets_to_beat_frames
from beat_service.analysis.energy import to_level, waveform_to_loudness_lufs
from beat_service.analysis.key import number_to_guess
from beat_service.analysis.onsets import ONSET_HOP, ONSET_RATE_HZ, waveform_to_onsets
from beat_service.analysis.pattern_match import onset_pattern_to_match
from beat_service.analysis.rhythm import onsets_to_rhythm
from beat_service.analysis.traits import (
    TrackAnalysis,
    Traits,
    bytes_to_analysis,
    waveform_to_traits,
)
from beat_service.drums.pattern import folder_to_styles
from music_genre.audio import track
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.mel import waveform_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.analyse_patterns import pattern_to_facts
from tools.signals import to_file

LONGEST_S = 900.0


def analyse(samples: np.ndarray, model: AnalysisModel) -> TrackAnalysis:
    """Traits of a waveform, as a file."""
    return bytes_to_analysis(to_file(samples.astype(np.float64), SAMPLE_RATE_HZ), LONGEST_S, model)


def sounding(samples: np.ndarray, model: AnalysisModel) -> Traits:
    """The same where there is something to hear."""
    traits = analyse(samples, model).traits
    assert traits is not None
    return traits


@pytest.mark.parametrize("bpm", [75.0, 92.5, 120.0, 133.0, 150.0])
def test_tempo_of_drums(bpm: float, model: AnalysisModel) -> None:
    """The true tempo of plain drums is the answer, or its half or double, within 0.5 %."""
    tempo = sounding(drums(bpm), model).tempo

    ratios = [candidate.bpm / bpm for candidate in tempo.candidates[:3]]
    assert any(1 == pytest.approx(ratio, abs=0.005) for ratio in ratios)
    assert tempo.bpm / bpm == pytest.approx(2 ** round(np.log2(tempo.bpm / bpm)), rel=0.005)


def test_tempo_at_common_speed(model: AnalysisModel) -> None:
    """At 120 bpm the octave is right too."""
    assert 120 == pytest.approx(sounding(drums(120), model).tempo.bpm, abs=0.3)


def test_half_and_double_are_always_candidates(model: AnalysisModel) -> None:
    """Both octaves stand beside the chosen tempo, and the chosen one comes first."""
    tempo = sounding(drums(110), model).tempo

    assert {"chosen", "half", "double"} <= {candidate.relation for candidate in tempo.candidates}
    assert ("chosen", tempo.bpm) == (tempo.candidates[0].relation, tempo.candidates[0].bpm)
    assert all(0 <= candidate.score <= 1 for candidate in tempo.candidates)


@pytest.mark.parametrize("tonic", [0, 3, 6, 10])
@pytest.mark.parametrize("minor", [False, True])
def test_key_of_chords(tonic: int, minor: bool, model: AnalysisModel) -> None:
    """I–IV–V–I is in its key, major or natural minor."""
    key = sounding(chords(tonic, minor), model).key
    expected = number_to_guess(tonic + 12 * minor, 0)

    assert (expected.tonic, expected.mode) == (key.first.tonic, key.first.mode)
    assert key.clear


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (0, ("C", "major", "8B", "1d")),
        (7, ("G", "major", "9B", "2d")),
        (5, ("F", "major", "7B", "12d")),
        (11, ("B", "major", "1B", "6d")),
        (12 + 9, ("A", "minor", "8A", "1m")),
        (12 + 4, ("E", "minor", "9A", "2m")),
        (12 + 8, ("G#", "minor", "1A", "6m")),
    ],
)
def test_wheels(number: int, names: tuple[str, str, str, str]) -> None:
    """Camelot and Open Key are those of the DJs' tables."""
    guess = number_to_guess(number, 0)

    assert names == (guess.tonic, guess.mode, guess.camelot, guess.open_key)


def test_noise_has_no_clear_key(model: AnalysisModel) -> None:
    """White noise has neither a clear key nor a sure tempo."""
    noise = np.random.default_rng(5).uniform(-0.3, 0.3, 20 * SAMPLE_RATE_HZ)
    traits = sounding(noise, model)

    assert not traits.key.clear
    assert traits.tempo.confidence < 0.5


def test_silence_is_an_answer(model: AnalysisModel) -> None:
    """Silence has no traits."""
    assert analyse(np.zeros(5 * SAMPLE_RATE_HZ), model).traits is None


def test_one_second_is_enough(model: AnalysisModel) -> None:
    """The shortest audio allowed is answered, without a bar."""
    rhythm = sounding(drums(120, 1.0), model).rhythm

    assert rhythm.onset_pattern is None
    assert rhythm.pattern is None


def test_loudness_of_the_reference_tone() -> None:
    """997 Hz at −20 dBFS in one channel is −23 LUFS, and 3 dB more in two (BS.1770)."""
    time_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    tone = (0.1 * np.sin(2 * np.pi * 997 * time_s)).astype(np.float32)

    assert -23.0 == pytest.approx(waveform_to_loudness_lufs(tone, 1), abs=0.1)
    assert -20.0 == pytest.approx(waveform_to_loudness_lufs(tone, 2), abs=0.1)


def test_energy_grows_with_loudness(model: AnalysisModel) -> None:
    """The same drums twenty decibels softer have less energy, and both stay within 0–1."""
    loud = sounding(drums(120), model).energy
    soft = sounding(drums(120) / 10, model).energy

    assert 0 <= soft.energy < loud.energy <= 1
    assert 20 == pytest.approx(loud.loudness_lufs.measured - soft.loudness_lufs.measured, abs=0.2)
    assert 4 == pytest.approx(loud.onset_rate_hz.measured, abs=1)


@pytest.mark.parametrize(("measured", "level"), [(-40, 0), (-36, 0), (-21, 0.5), (-6, 1), (0, 1)])
def test_levels_are_cut_off(measured: float, level: float) -> None:
    """Between the limits it is straight, outside it is 0 or 1."""
    assert level == to_level(measured, -36, -6)


@pytest.mark.parametrize("swing_ratio", [1.0, 1.5, 2.0])
def test_swing_of_hats(swing_ratio: float) -> None:
    """The swing of the hats is found within a tenth."""
    onsets = waveform_to_onsets(drums(100, swing_ratio=swing_ratio))

    assert swing_ratio == pytest.approx(onsets_to_rhythm(onsets, 100).swing_ratio, rel=0.1)


def test_beats_are_where_the_kick_is() -> None:
    """Beat times are those of the strokes, within 30 ms."""
    times_s = onsets_to_rhythm(waveform_to_onsets(drums(120)), 120).beat_times_s

    assert len(times_s) > 50
    assert np.abs(times_s / 0.5 - np.rint(times_s / 0.5)).max() * 0.5 < 0.03


@pytest.mark.parametrize("bpm", [70.0, 113.0, 160.0])
@pytest.mark.parametrize("duration_s", [2.0, 12.3])
def test_beats_are_librosas(bpm: float, duration_s: float, alone: Alone) -> None:
    """Tracked beats are those of librosa's own tracker, right and wrong tempo alike."""
    curve = waveform_to_onsets(drums(113, duration_s)).sum(axis=0)
    with alone():
        _, expected = librosa.beat.beat_track(
            onset_envelope=curve, sr=SAMPLE_RATE_HZ, hop_length=ONSET_HOP, bpm=bpm, units="frames"
        )

    frames = onsets_to_beat_frames(curve, 60 * ONSET_RATE_HZ / bpm)

    assert list(expected) == frames.tolist()


def test_nothing_has_no_beats() -> None:
    """A flat curve and one shorter than a beat have no beats."""
    assert not len(onsets_to_beat_frames(np.zeros(500), 40))
    assert not len(onsets_to_beat_frames(np.arange(10.0), 40))


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


def test_our_patterns_are_called_by_their_names() -> None:
    """A pattern that is played a little faster is still itself, for four of five."""
    patterns = [pattern for style in folder_to_styles() for pattern in style.patterns][::5]
    found = []
    for pattern in patterns:
        steps = facts_to_onset_pattern(pattern_to_facts(pattern, pattern.bpm * 1.05))
        match = None if steps is None else onset_pattern_to_match(steps)
        found.append(match is not None and match.id == pattern.id)

    assert np.mean(found) >= 0.8


def test_a_flat_bar_is_no_pattern() -> None:
    """A bar that is the same on every step resembles nothing."""
    assert onset_pattern_to_match(np.ones((3, 16))) is None


def test_spectrogram_of_each_window_is_computed_once(
    model: AnalysisModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tempo and key share the log-mel of a window: three windows are three of them, in order."""
    lengths: list[int] = []

    def counted(samples: Floats, frames: NDArray[np.intp]) -> Floats:
        lengths.append(len(samples))
        return waveform_to_log_mel(samples, frames)

    monkeypatch.setattr(track, "waveform_to_log_mel", counted)
    waveform = drums(120, duration_s=65.0)
    windows = waveform_to_windows(waveform)
    waveform_to_traits(waveform, 1, model)

    assert 3 == len(windows)
    assert [len(window.samples) for window in windows] == lengths
