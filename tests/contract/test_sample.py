"""`data/sample.wav`, the file of the README's command."""

import numpy as np
import soundfile
from make_sample import SAMPLE, sample

from music_genre.audio.constants import SAMPLE_RATE_HZ

ROUNDING = 1e-3  # other FFT builds round differently


def test_sample_is_what_the_script_makes() -> None:
    """The committed file has the samples that `tests/make_sample.py` synthesises."""
    committed, rate_hz = soundfile.read(SAMPLE)

    assert SAMPLE_RATE_HZ == rate_hz
    np.testing.assert_allclose(committed, sample(), atol=ROUNDING)


def test_sample_is_small() -> None:
    """It lasts 15 to 20 s and weighs less than a megabyte."""
    assert 15 < soundfile.info(SAMPLE).duration < 20
    assert SAMPLE.stat().st_size < 1_000_000
