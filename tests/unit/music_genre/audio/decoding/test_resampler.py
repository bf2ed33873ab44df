"""A stream whose rate may change becomes one of one rate."""

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.decoding.resampler import Resampler
from tools.signals import channels, sine

TO_HZ = 22_050


def resampled(*parts: tuple[NDArray[np.float64], int], n_channels: int = 1) -> NDArray[np.float32]:
    """Resample parts, each with its rate, one after the other."""
    pieces: list[NDArray[np.float32]] = []
    resampler = Resampler(TO_HZ, n_channels, pieces.append)
    for samples, rate_hz in parts:
        resampler.add(samples.astype(np.float32), rate_hz)
    resampler.end()
    return np.concatenate(pieces)


def tone(rate_hz: int) -> NDArray[np.float64]:
    """Make a second of a tone."""
    return sine(440, 1, rate_hz)


def test_the_same_rate_is_left_alone() -> None:
    """What has the rate already stays as it is, and is a copy."""
    samples = tone(TO_HZ).astype(np.float32)
    kept: list[NDArray[np.float32]] = []
    Resampler(TO_HZ, 1, kept.append).add(samples, TO_HZ)

    np.testing.assert_array_equal(samples, kept[0])
    assert not np.shares_memory(samples, kept[0])


@pytest.mark.parametrize("n_channels", [1, 2])
def test_another_rate_and_back(n_channels: int) -> None:
    """Each part lasts as long as it did, and sounds the same, whatever the rate before was."""
    parts = [(tone(rate_hz), rate_hz) for rate_hz in (TO_HZ, 48_000, TO_HZ, 8_000)]
    if n_channels > 1:
        parts = [(channels(part, n_channels), hz) for part, hz in parts]

    whole = resampled(*parts, n_channels=n_channels)

    expected = np.concatenate([parts[0][0]] * 4)
    assert expected.shape == whole.shape
    inside = np.abs(np.arange(len(whole)) % TO_HZ - TO_HZ / 2) < TO_HZ * 0.45  # not at the seams
    np.testing.assert_allclose(expected[inside], whole[inside], atol=1e-3)
