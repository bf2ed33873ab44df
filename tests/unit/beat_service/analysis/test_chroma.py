"""Chroma of notes that are known, tuned or not, and of silence."""

import numpy as np
import pytest
from beat_signals import Floats, chords

from beat_service.analysis.chroma import (
    BINS_PER_SEMITONE,
    PITCH_CLASSES,
    REGISTERS_HZ,
    bins_to_classes,
    log_mel_to_chroma,
    log_mel_to_key_features,
    log_mel_to_moved,
    standardise,
    waveform_to_chroma,
)
from music_genre.audio.constants import DYNAMIC_RANGE_DB, MIN_AUDIO_S, N_MELS, SAMPLE_RATE_HZ
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows

MAIN_HZ = REGISTERS_HZ[-1]
SILENCE = np.full((N_MELS, 388), -DYNAMIC_RANGE_DB, np.float32)


def note(midi: float, duration_s: float = 5.0) -> Floats:
    """Make a steady tone with four harmonics; 69 is the concert A."""
    time_s = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    hz = 440 * 2 ** ((midi - 69) / 12)
    tones = [np.sin(2 * np.pi * hz * harmonic * time_s) / harmonic for harmonic in (1, 2, 3, 4)]
    return np.asarray(0.2 * np.sum(tones, axis=0), np.float32)


def log_mel_of(waveform: Floats) -> Floats:
    """Compute the log-mel of a waveform that is one window."""
    (window,) = waveform_to_windows(waveform)
    return window_to_log_mel(window)


@pytest.mark.parametrize("midi", [60, 63, 69, 71])
def test_a_note_is_its_pitch_class(midi: int) -> None:
    """Both ways find the class of one note, C being 0."""
    waveform = note(midi)

    assert midi % 12 == waveform_to_chroma(waveform).argmax()
    assert midi % 12 == log_mel_to_chroma(log_mel_of(waveform), *MAIN_HZ).mean(axis=1).argmax()


@pytest.mark.parametrize("cents", [-40, 0, 40])
def test_instruments_that_are_not_in_tune(cents: int) -> None:
    """A whole chord that is sharp or flat has the classes of one in tune."""
    waveform = np.sum([note(midi + cents / 100) for midi in (60, 64, 67)], axis=0)

    loudest = np.argsort(-waveform_to_chroma(waveform))[:3]

    assert {0, 4, 7} == set(loudest.tolist())


@pytest.mark.parametrize("duration_s", [MIN_AUDIO_S, 2.0, 5.0])
def test_short_audio_has_a_chroma(duration_s: float) -> None:
    """Audio shorter than the transform needs is lengthened with silence."""
    chroma = waveform_to_chroma(note(69, duration_s))

    assert (12,) == chroma.shape
    assert np.float64 == chroma.dtype
    assert chroma.min() >= 0
    assert 9 == chroma.argmax()


def test_silence_has_no_pitch() -> None:
    """Chroma of silence is zero in both ways, and its features are finite."""
    assert not waveform_to_chroma(np.zeros(SAMPLE_RATE_HZ, np.float32)).any()
    assert not log_mel_to_chroma(SILENCE, *MAIN_HZ).any()
    assert np.isfinite(log_mel_to_key_features(SILENCE)).all()


def test_loud_columns_have_length_one() -> None:
    """A steady note has columns of nearly equal length, 1 at most."""
    chroma = log_mel_to_chroma(log_mel_of(note(69)), *MAIN_HZ)
    lengths = np.linalg.norm(chroma, axis=0)

    assert np.float32 == chroma.dtype
    assert chroma.min() >= 0
    assert 0.8 < np.median(lengths) <= lengths.max() <= 1


def test_loudness_is_no_pitch() -> None:
    """A copy at a tenth of the level has the same chroma."""
    waveform = note(64)

    np.testing.assert_allclose(
        waveform_to_chroma(waveform), waveform_to_chroma(0.1 * waveform), atol=1e-3
    )


def test_a_key_higher_is_a_row_lower() -> None:
    """What a piece in C gives for C, the same piece in D gives for D, nearly."""
    in_c, in_d = (log_mel_to_key_features(log_mel_of(chords(tonic, False))) for tonic in (0, 2))

    assert (PITCH_CLASSES, 7 * 12 + 78) == in_c.shape
    assert np.float32 == in_c.dtype
    for_d = [float(np.corrcoef(in_c[0], row)[0, 1]) for row in in_d]
    assert 2 == np.argmax(for_d)
    assert for_d[2] > 0.8


def test_standardised_values() -> None:
    """Mean 0 and spread 1; values without spread stay zeros."""
    values = standardise(np.array([1.0, 2.0, 3.0]))

    assert 0 == pytest.approx(values.mean())
    assert 1 == pytest.approx(values.std(), rel=1e-5)
    assert not standardise(np.full(12, 0.3)).round(9).any()


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_bins_beside_the_middle_are_tuned(off: int) -> None:
    """Energy a third of a semitone beside the middle bins is folded to the same class whole."""
    level = np.zeros((5 * PITCH_CLASSES * BINS_PER_SEMITONE, 4))
    level[9 * BINS_PER_SEMITONE + off] = 2.0

    chroma = bins_to_classes(level)

    assert (PITCH_CLASSES, 4) == chroma.shape
    assert [2.0] * 4 == pytest.approx(chroma[9].tolist())
    assert 2 * 4 == pytest.approx(chroma.sum())


def test_chords_move_and_a_tone_does_not() -> None:
    """One tone stands still, as does what lies under the register; chords do not."""
    time_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    tone, deep = (np.asarray(0.3 * np.sin(2 * np.pi * hz * time_s), np.float32) for hz in (440, 50))
    moved = [
        log_mel_to_moved(window_to_log_mel(waveform_to_windows(waveform)[0]))
        for waveform in (tone, deep, chords(0, minor=False))
    ]

    assert [0, 0] == pytest.approx(moved[:2], abs=0.005)
    assert 0.1 < moved[2] <= 1
