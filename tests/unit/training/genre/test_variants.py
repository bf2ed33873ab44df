"""The ways music is spoilt do what they say."""

import numpy as np
import pytest

from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.signals import sine, song
from training.genre.variants import VARIANTS, excerpt, through_telephone, with_noise

MUSIC = song(12).astype(np.float32)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_is_audible_music(name: str) -> None:
    """Each gives finite float32 samples of the same rate, none longer than a codec's padding."""
    varied = VARIANTS[name](MUSIC)

    assert np.float32 == varied.dtype
    assert np.isfinite(varied).all()
    assert 0.001 < varied.std() < 1
    assert len(varied) <= len(MUSIC) + 4096


def test_telephone_keeps_speech_and_drops_bass_and_treble() -> None:
    """1 kHz passes, 100 Hz and 6 kHz are at least 20 dB down."""
    kept, bass, treble = (
        float(through_telephone(sine(hz, 2).astype(np.float32)).std()) for hz in (1000, 100, 6000)
    )

    assert 0.5 / np.sqrt(2) == pytest.approx(kept, rel=0.1)
    assert bass < kept / 10
    assert treble < kept / 10


def test_noise_has_its_level() -> None:
    """What is added lies 20 dB under the music."""
    noise = with_noise(MUSIC) - MUSIC

    assert -20 == pytest.approx(20 * np.log10(noise.std() / MUSIC.std()), abs=0.2)


def test_excerpt_is_the_middle() -> None:
    """Five seconds around the middle; a shorter clip stays whole."""
    np.testing.assert_array_equal(
        MUSIC[round(3.5 * SAMPLE_RATE_HZ) :][: 5 * SAMPLE_RATE_HZ], excerpt(5)(MUSIC)
    )
    assert len(MUSIC) == len(excerpt(60)(MUSIC))
