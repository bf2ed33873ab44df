"""Signals of tests and measurements are the same every time, and what they say they are."""

import io

import numpy as np
import pytest
import soundfile

from tools.signals import channels, sine, song, to_file


def test_song_is_the_same_every_time() -> None:
    """Made twice it has the same samples, in full scale, as long as was asked."""
    one = song(2.5)

    np.testing.assert_array_equal(one, song(2.5))
    assert round(2.5 * 22_050) == len(one)
    assert 0.9 == pytest.approx(np.abs(one).max())
    assert not np.array_equal(one, song(2.5, bpm=90))


@pytest.mark.parametrize("frequency_hz", [100.0, 440.0, 5000.0])
def test_tone_has_its_frequency(frequency_hz: float) -> None:
    """The strongest line of a second's spectrum is the tone, at half scale."""
    tone = sine(frequency_hz, 1.0)

    assert frequency_hz == np.abs(np.fft.rfft(tone)).argmax()
    assert 0.5 == pytest.approx(np.abs(tone).max(), abs=1e-3)


@pytest.mark.parametrize(("kind", "subtype"), [("WAV", None), ("FLAC", "PCM_24")])
def test_file_holds_the_samples(kind: str, subtype: str | None) -> None:
    """Coded without loss and read again, samples and rate are the same."""
    two = channels(sine(440, 0.5, rate_hz=8000), 2)

    samples, rate_hz = soundfile.read(io.BytesIO(to_file(two, 8000, kind, subtype)))

    assert 8000 == rate_hz
    assert (4000, 2) == samples.shape
    np.testing.assert_allclose(two, samples, atol=1e-4)
