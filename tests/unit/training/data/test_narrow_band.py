"""What is left in a narrow band."""

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.narrow_band import HIGHEST_HZ, LOWEST_HZ, waveform_to_narrow

SECONDS = np.arange(2 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ


def tone(frequency_hz: float) -> NDArray[np.float32]:
    """Make two seconds of a sine, float32."""
    return (0.5 * np.sin(2 * np.pi * frequency_hz * SECONDS)).astype(np.float32)


@pytest.mark.parametrize(("frequency_hz", "least", "most"), [(1_000, 0.9, 1.1), (10_500, 0, 0.3)])
def test_the_middle_stays_and_the_top_goes(frequency_hz: float, least: float, most: float) -> None:
    """What lies inside of every band keeps its level; what lies above all of them does not."""
    waveform = tone(frequency_hz)

    narrow = waveform_to_narrow(waveform)

    assert np.float32 == narrow.dtype
    assert waveform.shape == narrow.shape
    assert least <= narrow.std() / waveform.std() <= most


def test_each_waveform_has_its_own_band_and_keeps_it() -> None:
    """The same waveform gives the same; noises give spectra that end at different frequencies."""
    random = np.random.default_rng(0)
    noises = [random.normal(0, 0.1, SAMPLE_RATE_HZ).astype(np.float32) for _ in range(6)]
    ends_hz = []
    for noise in noises:
        narrow = waveform_to_narrow(noise)
        np.testing.assert_array_equal(narrow, waveform_to_narrow(noise))
        energy = np.cumsum(np.abs(np.fft.rfft(narrow)) ** 2)
        ends_hz.append(float(np.searchsorted(energy, 0.98 * energy[-1])))  # 1 s: bins are Hz
    assert len({round(end_hz, -2) for end_hz in ends_hz}) > 3
    assert LOWEST_HZ[1] < min(ends_hz)
    assert max(ends_hz) < HIGHEST_HZ[1] + 500
