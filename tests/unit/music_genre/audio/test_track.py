"""Calibration of windows by their duration."""

import pytest

from music_genre.audio.track import Calibration

CALIBRATION = Calibration(((3.0, 0.6), (12.0, 0.4), (30.0, 0.3)), 0.5)


@pytest.mark.parametrize(
    ("duration_s", "temperature"),
    [(1.0, 0.6), (3.0, 0.6), (6.0, 0.5), (12.0, 0.4), (30.0, 0.3), (30.05, 0.3)],
)
def test_temperature_between_the_measured(duration_s: float, temperature: float) -> None:
    """On the logarithm of duration, six seconds are half-way from three to twelve."""
    assert temperature == pytest.approx(CALIBRATION.temperature_at(duration_s))
