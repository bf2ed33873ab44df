"""Energy and its parts, of tones, clicks and drums that are known."""

import numpy as np
import pytest
from beat_signals import Floats, drums

from beat_service.analysis.energy import (
    Energy,
    onsets_to_rate_hz,
    to_level,
    waveform_to_brightness_hz,
    waveform_to_energy,
)
from beat_service.analysis.onsets import waveform_to_onsets
from music_genre.audio.constants import MIN_AUDIO_S, SAMPLE_RATE_HZ


def tone(frequency_hz: float, level: float, duration_s: float = 10.0) -> Floats:
    """Make a sine of a level, full scale 1."""
    time_s = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return (level * np.sin(2 * np.pi * frequency_hz * time_s)).astype(np.float32)


def energy_of(waveform: Floats) -> Energy:
    """Measure the energy of a file of one channel."""
    return waveform_to_energy(waveform, waveform_to_onsets(waveform), 1)


def test_energy_grows_with_loudness() -> None:
    """The same drums twenty decibels softer have less energy, and both stay within 0–1."""
    loud, soft = energy_of(drums(120)), energy_of(np.float32(0.1) * drums(120))

    assert 0 <= soft.energy < loud.energy <= 1
    assert 20 == pytest.approx(loud.loudness_lufs.measured - soft.loudness_lufs.measured, abs=0.2)
    assert 4 == pytest.approx(loud.onset_rate_hz.measured, abs=1)


def test_energy_is_half_loudness() -> None:
    """The parts weigh 5, 3 and 2 tenths."""
    energy = energy_of(drums(120))
    parts = (energy.loudness_lufs, energy.onset_rate_hz, energy.brightness_hz)

    assert all(0 <= part.level <= 1 for part in parts)
    assert energy.energy == pytest.approx(
        0.5 * parts[0].level + 0.3 * parts[1].level + 0.2 * parts[2].level
    )


@pytest.mark.parametrize(("measured", "level"), [(-40, 0), (-36, 0), (-21, 0.5), (-6, 1), (0, 1)])
def test_levels_are_cut_off(measured: float, level: float) -> None:
    """Between the limits it is straight, outside it is 0 or 1."""
    assert level == to_level(measured, -36, -6)


@pytest.mark.parametrize("frequency_hz", [500.0, 1500.0, 4500.0])
def test_brightness_of_a_tone_is_its_pitch(frequency_hz: float) -> None:
    """The centroid of one frequency is that frequency."""
    assert frequency_hz == pytest.approx(
        waveform_to_brightness_hz(tone(frequency_hz, 0.5)), rel=0.05
    )


@pytest.mark.parametrize("rate_hz", [1, 2, 5])
def test_onset_rate_of_clicks(rate_hz: int) -> None:
    """So many clicks in a second are so many onsets."""
    clicks = np.zeros(10 * SAMPLE_RATE_HZ, np.float32)
    clicks[SAMPLE_RATE_HZ // 4 :: SAMPLE_RATE_HZ // rate_hz] = 1.0

    assert rate_hz == pytest.approx(onsets_to_rate_hz(waveform_to_onsets(clicks)), abs=0.15)


def test_silence_has_no_onsets() -> None:
    """Where nothing begins, the rate is 0."""
    assert 0 == onsets_to_rate_hz(np.zeros((3, 500), np.float32))


def test_the_shortest_audio_has_an_energy() -> None:
    """One second is enough for every part."""
    energy = energy_of(drums(120, MIN_AUDIO_S))

    assert 0 < energy.energy < 1
    assert np.isfinite(energy.loudness_lufs.measured)
