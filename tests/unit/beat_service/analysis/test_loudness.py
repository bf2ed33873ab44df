"""Loudness of known tones, and of songs as pyloudnorm measures it."""

import numpy as np
import pyloudnorm
import pytest
from beat_signals import Floats

from beat_service.analysis.loudness import (
    PIECE_SAMPLES,
    SILENT_LUFS,
    waveform_to_gated_powers,
    waveform_to_loudness_lufs,
)
from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.signals import song


def tone(frequency_hz: float, level: float) -> Floats:
    """Make ten seconds of a sine of a level, full scale 1."""
    time_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    return (level * np.sin(2 * np.pi * frequency_hz * time_s)).astype(np.float32)


def test_loudness_of_the_reference_tone() -> None:
    """997 Hz at −20 dBFS in one channel is −23 LUFS, and 3 dB more in two (BS.1770)."""
    reference = tone(997, 0.1)

    assert -23.0 == pytest.approx(waveform_to_loudness_lufs(reference, 1), abs=0.1)
    assert -20.0 == pytest.approx(waveform_to_loudness_lufs(reference, 2), abs=0.1)


@pytest.mark.parametrize("level", [0.0, 1e-5])
def test_what_is_under_the_gate_has_its_loudness(level: float) -> None:
    """Silence, and what is nearly silent, is −70 LUFS and no infinity, in two channels too."""
    assert SILENT_LUFS == waveform_to_loudness_lufs(tone(997, level), 1)
    assert SILENT_LUFS == waveform_to_loudness_lufs(tone(997, level), 2)


@pytest.mark.parametrize("n_samples", [22_050, 66_051, PIECE_SAMPLES, 5 * PIECE_SAMPLES // 2])
def test_it_is_pyloudnorms(n_samples: int) -> None:
    """Piece by piece, it is to the last bit what pyloudnorm finds in the whole."""
    waveform = song(n_samples / SAMPLE_RATE_HZ).astype(np.float32)
    waveform[: n_samples // 3] *= np.float32(0.01)  # under the relative gate

    meter = pyloudnorm.Meter(SAMPLE_RATE_HZ)

    assert meter.integrated_loudness(waveform.astype(np.float64)) == waveform_to_loudness_lufs(
        waveform, 1
    )


def test_less_than_it_takes_is_silent() -> None:
    """What is shorter than the 0.4 s that are measured has no loudness."""
    waveform = np.ones(round(0.2 * SAMPLE_RATE_HZ), np.float32)

    assert 0 == len(waveform_to_gated_powers(waveform))
    assert SILENT_LUFS == waveform_to_loudness_lufs(waveform, 1)
