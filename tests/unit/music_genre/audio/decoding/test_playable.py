"""A whole file becomes samples to be played, with its own channels and rate."""

import io

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from music_genre.audio.decoding.playable import Playable, bytes_to_playable
from music_genre.audio.errors import NotAudioError, TooLongAudioError
from tools.encoders import samples_to_encoded
from tools.signals import channels, sine, song, to_file

HALF = 2**14  # of full scale, as `sine` is


def played(encoded: bytes, max_audio_s: float = 60) -> tuple[NDArray[np.int16], Playable]:
    """Decode, and join the pieces."""
    pieces: list[NDArray[np.int16]] = []
    playable = bytes_to_playable(encoded, max_audio_s, pieces.append)
    return np.concatenate(pieces), playable


@pytest.mark.parametrize("n_channels", [1, 2])
@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 48_000])
def test_samples_of_16_bits_are_the_same(n_channels: int, rate_hz: int) -> None:
    """Mono and stereo of the usual rates come through to the last bit."""
    wav = to_file(channels(song(2, rate_hz), n_channels), rate_hz)

    samples, playable = played(wav)

    expected, _ = soundfile.read(io.BytesIO(wav), dtype="int16", always_2d=True)
    assert Playable(rate_hz, n_channels) == playable
    assert expected.tolist() == samples.tolist()


def test_high_rates_become_48_khz() -> None:
    """A file at 96 kHz has half its samples, and the same tone."""
    samples, playable = played(to_file(channels(sine(440, 2, 96_000), 2), 96_000))

    assert Playable(48_000, 2) == playable
    assert (2 * 48_000, 2) == samples.shape
    assert HALF == pytest.approx(np.abs(samples[1000:-1000].astype(float)).max(), rel=0.01)


def test_many_channels_become_one() -> None:
    """Six channels are mixed as the models hear them."""
    samples, playable = played(samples_to_encoded(channels(song(2, 48_000), 6), 48_000, "FLAC"))

    assert Playable(48_000, 1) == playable
    assert (2 * 48_000, 1) == samples.shape


def test_a_stream_that_changes_keeps_its_first_channels_and_rate() -> None:
    """Of two joined streams the second is made like the first, not played at another speed."""
    first = samples_to_encoded(channels(song(2, 48_000), 2), 48_000, "OGG_FLAC")
    second = samples_to_encoded(song(2, 24_000)[:, None], 24_000, "OGG_FLAC")

    samples, playable = played(first + second)

    assert Playable(48_000, 2) == playable
    assert 4 * 48_000 == pytest.approx(len(samples), abs=100)


def test_past_full_scale_is_clipped() -> None:
    """Floats past full scale do not wrap round."""
    samples, _ = played(to_file(4 * sine(440, 2), subtype="FLOAT"))

    assert (-(2**15), 2**15 - 1) == (samples.min(), samples.max())


@pytest.mark.parametrize(
    ("encoded", "error"), [(to_file(song(3)), TooLongAudioError), (b"text", NotAudioError)]
)
def test_refusals(encoded: bytes, error: type[Exception]) -> None:
    """What is too long, or no audio, is refused."""
    with pytest.raises(error):
        played(encoded, 2)
