"""Calibration of windows by their duration."""

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.constants import N_MELS
from music_genre.audio.track import Calibration, window_to_probabilities
from music_genre.audio.windows import waveform_to_windows
from tools.signals import song

CALIBRATION = Calibration(((3.0, 0.6), (12.0, 0.4), (30.0, 0.3)), 0.5)


@pytest.mark.parametrize(
    ("duration_s", "temperature"),
    [(1.0, 0.6), (3.0, 0.6), (6.0, 0.5), (12.0, 0.4), (30.0, 0.3), (30.05, 0.3)],
)
def test_temperature_between_the_measured(duration_s: float, temperature: float) -> None:
    """On the logarithm of duration, six seconds are half-way from three to twelve."""
    assert temperature == pytest.approx(CALIBRATION.temperature_at(duration_s))


def test_window_is_calibrated_for_its_duration() -> None:
    """The scores are of the window's own log-mel, and twelve seconds have their temperature."""
    shapes = []

    def log_mel_to_scores(log_mel: NDArray[np.float32]) -> NDArray[np.float32]:
        shapes.append(log_mel.shape)
        return np.array([0.4, 0.0], np.float32)

    (window,) = waveform_to_windows(song(12).astype(np.float32))
    probabilities = window_to_probabilities(window, log_mel_to_scores, CALIBRATION)

    assert [(N_MELS, 155)] == shapes
    assert [1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1))] == pytest.approx(probabilities.tolist())
