"""Features of candidate tempi: their grid, periodicities of pulses that are known, and silence."""

import numpy as np
import pytest
from beat_signals import Floats, drums, strokes

from beat_service.analysis.tempogram import (
    BINS_PER_OCTAVE,
    MARGIN_BINS,
    N_TEMPI,
    RATIOS,
    candidate_tempi,
    log_mel_to_onsets,
    log_mel_to_tempo_features,
    log_mel_to_timbre,
    onsets_to_tempogram,
    tempogram_to_features,
)
from music_genre.audio.constants import COLUMN_S, DYNAMIC_RANGE_DB, MIN_AUDIO_S, N_MELS, WINDOW_S
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows

N_FEATURES = 28 * len(RATIOS) + 3 + 2 * 8
SILENCE = np.full((N_MELS, 388), -DYNAMIC_RANGE_DB, np.float32)


def log_mel_of(waveform: Floats) -> Floats:
    """Compute the log-mel of a waveform that is one window."""
    (window,) = waveform_to_windows(waveform)
    return window_to_log_mel(window)


def pulses(period: int, n_columns: int = 388) -> Floats:
    """Make seven equal curves, each 1 every `period` columns and without a mean."""
    curve = np.zeros(n_columns, np.float32)
    curve[::period] = 1.0
    return np.tile(curve - curve.mean(), (7, 1))


def bin_of(bpm: float) -> int:
    """Find the row of a tempogram whose tempo is the nearest to this one."""
    return MARGIN_BINS + int(np.abs(np.log(candidate_tempi() / bpm)).argmin())


def test_candidates_are_a_logarithmic_grid() -> None:
    """From 36 to 300 bpm, sixty in an octave, 185 altogether."""
    tempi = candidate_tempi()

    assert (185,) == tempi.shape
    assert 36 == tempi[0]
    assert 300 == pytest.approx(tempi[-1], rel=0.01)
    assert 2 == pytest.approx(tempi[BINS_PER_OCTAVE] / tempi[0])


@pytest.mark.parametrize("duration_s", [MIN_AUDIO_S, 12.0, WINDOW_S])
def test_every_length_has_the_same_features(duration_s: float) -> None:
    """The shortest audio, some and a whole window give finite numbers of one shape."""
    features = log_mel_to_tempo_features(log_mel_of(drums(120, duration_s)))

    assert (N_TEMPI, N_FEATURES) == features.shape
    assert np.float32 == features.dtype
    assert np.isfinite(features).all()


def test_silence_has_no_periodicity() -> None:
    """Nothing is divided by zero where nothing begins: curves and tempogram of zeros are zeros."""
    assert np.isfinite(log_mel_to_tempo_features(SILENCE)).all()
    assert not onsets_to_tempogram(np.zeros((7, 388), np.float32)).any()


def test_onset_curves_have_unit_spread() -> None:
    """Seven curves, each of unit spread and a mean near zero; the level of silence never rises."""
    log_mel = log_mel_of(drums(120))
    curves = log_mel_to_onsets(log_mel)

    assert (7, log_mel.shape[1]) == curves.shape
    assert [1.0] * 7 == pytest.approx(curves.std(axis=1).tolist(), abs=1e-3)
    assert [0.0] * 7 == pytest.approx(curves.mean(axis=1).tolist(), abs=0.1)
    assert not log_mel_to_onsets(SILENCE)[:6].any()  # the seventh is pitch, which silence has not


def test_timbre_tells_busy_and_loud_bands() -> None:
    """Silence is neither busy nor loud; kicks are both, most of all in the lowest band."""
    kicks = strokes(np.arange(0, 10, 0.5), 10.0, "kick")
    silent, kicked = log_mel_to_timbre(SILENCE), log_mel_to_timbre(log_mel_of(kicks))

    assert [0, 0, 0, 0, -1, -1, -1, -1] == silent.tolist()
    assert (8,) == kicked.shape
    assert (kicked > silent).all()
    assert [0, 0] == [kicked[:4].argmax(), kicked[4:].argmax()]


@pytest.mark.parametrize("period", [6, 10])
def test_pulses_are_periodic_at_their_tempo(period: int) -> None:
    """Every measure of every curve is high at the pulses' tempo, low half way to the next one."""
    bpm = 60 / (period * COLUMN_S)
    tempogram = onsets_to_tempogram(pulses(period))

    assert (28, N_TEMPI + 2 * MARGIN_BINS) == tempogram.shape
    assert tempogram[:, bin_of(bpm)].min() > 0.6
    assert (tempogram[:, bin_of(bpm)] > 2 * tempogram[:, bin_of(bpm / np.sqrt(2))]).all()
    assert tempogram.max() < 1.1


def test_a_ratio_reads_the_tempogram_there() -> None:
    """At ratio 1 the features are the candidates' own rows, at 2 those an octave higher."""
    tempogram = onsets_to_tempogram(pulses(8))
    features = tempogram_to_features(tempogram)
    own, double = (
        features[:, 28 * place : 28 * (place + 1)] for place in (RATIOS.index(1), RATIOS.index(2))
    )

    np.testing.assert_allclose(own, tempogram[:, MARGIN_BINS:-MARGIN_BINS].T, atol=1e-6)
    np.testing.assert_allclose(own[BINS_PER_OCTAVE:], double[:-BINS_PER_OCTAVE], atol=1e-6)
