"""However large its numbers are, a song is the same song."""

import numpy as np
import pytest

from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.decoding.full_scale import MOST, waveform_to_full_scale
from tools.signals import song, to_file

SONG = (song(6) / np.abs(song(6)).max()).astype(np.float32)


@pytest.mark.parametrize("gain", [0.001, 1.0, 1.4])
def test_ordinary_songs_stay_as_they_are(gain: float) -> None:
    """Up to 3 dB past full scale, as lossy formats go, nothing is done."""
    samples = np.float32(gain) * SONG

    assert waveform_to_full_scale(samples) is samples


@pytest.mark.parametrize("gain", [2.0, 32_768.0, 1e6, 1e30])
def test_far_past_full_scale_is_the_song_at_full_scale(gain: float) -> None:
    """A file in other units gives the same samples, within a tenth."""
    scaled = waveform_to_full_scale(np.float32(gain) * SONG)

    ratio = float(scaled @ SONG) / float(SONG @ SONG)
    assert 1 == pytest.approx(ratio, abs=0.1)
    np.testing.assert_allclose(ratio * SONG, scaled, atol=1e-4)


@pytest.mark.parametrize("at", [0, 50_000, len(SONG) - 1])
def test_one_broken_sample_silences_nothing(at: int) -> None:
    """It is clipped, and the song stays as loud as it was."""
    broken = SONG.copy()
    broken[at] = -1e9

    left = waveform_to_full_scale(broken)

    assert -MOST == pytest.approx(left[at])
    np.testing.assert_array_equal(np.delete(SONG, at), np.delete(left, at))


def test_the_whole_way_of_a_float_file() -> None:
    """Decoding gives nearly the same waveform at ×1 and ×1e6."""
    first, second = (
        bytes_to_waveform(to_file(SONG * gain, subtype="FLOAT"), 60).waveform for gain in (1.0, 1e6)
    )

    assert 0.99 < np.corrcoef(first, second)[0, 1]
    assert np.abs(second).max() <= np.float32(MOST)
