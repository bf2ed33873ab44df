"""An offset is taken away wherever it is, and what has none stays as it is."""

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.decoding.offset import OffsetRemover
from tools.signals import Floats, song, to_file

RATE_HZ = 22_050
QUIET = 0.05 * song(12)


def centred(samples: Floats) -> NDArray[np.float32]:
    """Take the offset out of `(n,)` or `(n, n_channels)`, a second at a time."""
    stream = np.atleast_2d(samples.T).astype(np.float32)
    remover = OffsetRemover()
    for start in range(0, stream.shape[1], RATE_HZ):
        remover.centre(stream[:, start : start + RATE_HZ], RATE_HZ)
    return stream.T.reshape(samples.shape)


def rms(samples: Floats) -> float:
    """Compute the level, without what a follower needs to settle."""
    return float(np.sqrt(np.mean(np.square(samples))))


@pytest.mark.parametrize("offset", [-0.01, 0.3, 0.9])
def test_a_constant_is_taken_away(offset: float) -> None:
    """Nearly nothing but the song is left, from the first sample on."""
    left = centred(QUIET + offset) - QUIET

    assert rms(left) < 0.2 * rms(QUIET)
    assert abs(left.mean()) < 1e-4


def test_songs_stay_as_they_are() -> None:
    """A song, quiet or loud, and one that is off by a little, keep every bit."""
    for samples in (QUIET, song(12), song(12) + 0.01):
        np.testing.assert_array_equal(samples.astype(np.float32), centred(samples))


def test_silence_stays_silence() -> None:
    """A constant is silence, at every level and in a file of any rate."""
    for offset in (0.002, 0.01, 0.8, -1.0):
        encoded = to_file(np.full(5 * 44_100, offset), 44_100)
        assert 0 == bytes_to_waveform(encoded, 60).info.sounding_s


def test_one_channel_only() -> None:
    """Each channel has an offset of its own."""
    left = centred(np.stack([QUIET + 0.5, QUIET], axis=1))

    np.testing.assert_array_equal(QUIET.astype(np.float32), left[:, 1])
    assert rms(left[:, 0] - QUIET) < 0.2 * rms(QUIET)


def test_it_may_begin_on_the_way() -> None:
    """Until then nothing changes; soon after, it is gone."""
    begins = round(6.4 * RATE_HZ)
    samples = QUIET + 0.5 * (np.arange(len(QUIET)) >= begins)
    left = centred(samples) - QUIET

    np.testing.assert_allclose(0, left[: 6 * RATE_HZ], atol=1e-7)
    assert rms(left[begins + RATE_HZ // 2 :]) < 0.2 * rms(QUIET)


def test_it_may_drift() -> None:
    """A slow drift is followed, and there is no click where that begins."""
    drift = 0.5 * np.sin(np.arange(len(QUIET)) * 2 * np.pi / (120 * RATE_HZ))
    left = centred(QUIET + drift) - QUIET

    assert rms(left[2 * RATE_HZ :]) < 0.4 * rms(QUIET)
    assert np.abs(np.diff(left)).max() < 1e-3


def test_what_is_no_number_stays_none() -> None:
    """A broken float file is refused later, without a warning here."""
    samples = QUIET + 0.5
    samples[100], samples[200] = np.inf, np.nan

    assert not np.isfinite(centred(samples)).all()


def test_channels_may_become_more() -> None:
    """A joined file that changes from mono to stereo is followed anew."""
    remover = OffsetRemover()
    for n_channels in (1, 2):
        block = np.full((n_channels, RATE_HZ), 0.5, np.float32)
        remover.centre(block, RATE_HZ)
        np.testing.assert_allclose(0, block, atol=1e-6)
