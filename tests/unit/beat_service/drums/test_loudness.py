"""Equal loudness: loops are turned up or down to one level, and go round as before."""

import numpy as np
import pytest

from beat_service.drums.hits import Hit
from beat_service.drums.kits import KITS
from beat_service.drums.loudness import (
    LOOP_LUFS,
    MOST_GAIN_DB,
    loop_to_equal_loudness,
    loop_to_loudness_lufs,
    loop_to_true_peaks,
)
from beat_service.drums.pattern import Voice
from beat_service.drums.synth import hits_to_waveform
from music_genre.audio.constants import BEAT_PEAK_DBFS, BEAT_RATE_HZ

CEILING = 10 ** (BEAT_PEAK_DBFS / 20)
KICK = (Hit(0.0, Voice.KICK, 1.0),)
HATS = tuple(Hit(step / 4, Voice.HAT, 0.9) for step in range(16))


@pytest.mark.parametrize("gain", [0.1, 0.3, 1.0])
def test_the_level_before_does_not_matter(gain: float) -> None:
    """However a loop was mixed, it comes out at −14 LUFS and under the ceiling."""
    loop = hits_to_waveform(HATS, KITS["studio"], 120, 4) * np.float32(gain)
    equal = loop_to_equal_loudness(loop)

    assert np.float32 == equal.dtype
    assert loop.shape == equal.shape
    assert pytest.approx(LOOP_LUFS, abs=0.2) == loop_to_loudness_lufs(equal)
    assert loop_to_true_peaks(equal).max() <= CEILING


def test_a_peak_is_limited_and_the_rest_is_not() -> None:
    """Under a single high peak, what is far from it is turned up alone."""
    loop = np.random.default_rng(0).uniform(-0.05, 0.05, 2 * BEAT_RATE_HZ).astype(np.float32)
    loop[BEAT_RATE_HZ] = 0.9
    equal = loop_to_equal_loudness(loop)
    far = slice(BEAT_RATE_HZ + 4000, BEAT_RATE_HZ + 20_000)
    gain = equal[far][np.abs(loop[far]) > 0.01] / loop[far][np.abs(loop[far]) > 0.01]

    assert np.abs(equal).max() <= CEILING
    assert np.ptp(gain) < 1e-3
    assert gain.mean() > 1.5


def test_the_limiter_goes_round() -> None:
    """A peak at the very start is turned down before it comes too: at the loop's end."""
    loop = np.random.default_rng(0).uniform(-0.05, 0.05, 2 * BEAT_RATE_HZ).astype(np.float32)
    loop[0] = 0.9
    gain = loop_to_equal_loudness(loop) / loop

    assert gain[-50:].mean() < 0.5 * gain[BEAT_RATE_HZ : BEAT_RATE_HZ + 50].mean()
    assert np.abs(gain[0] - gain[-1]) < 0.01


def test_silence_stays() -> None:
    """Nothing has no loudness and is not turned up."""
    silence = np.zeros(BEAT_RATE_HZ, np.float32)

    assert -np.inf == loop_to_loudness_lufs(silence)
    assert not loop_to_equal_loudness(silence).any()


def test_short_loops_are_measured_as_they_sound() -> None:
    """A quarter of a second is as loud as itself four times."""
    short = hits_to_waveform(HATS[:1], KITS["studio"], 240, 1)

    assert pytest.approx(loop_to_loudness_lufs(np.tile(short, 8)), abs=0.3) == (
        loop_to_loudness_lufs(short)
    )


def test_the_gain_has_an_end() -> None:
    """Noise far below hearing does not become music."""
    noise = np.random.default_rng(0).normal(0, 1e-3, BEAT_RATE_HZ * 2).astype(np.float32)
    equal = loop_to_equal_loudness(noise)

    assert pytest.approx(MOST_GAIN_DB, abs=0.1) == 20 * np.log10(equal.std() / noise.std())


def test_peaks_between_samples_count() -> None:
    """A tone whose samples miss its crests has its true peak."""
    tone = np.sin(2 * np.pi * np.arange(4410) / 4 + np.pi / 4).astype(np.float32)

    assert 0.71 == pytest.approx(np.abs(tone).max(), abs=0.01)
    assert 1.0 == pytest.approx(loop_to_true_peaks(tone)[100:-100].max(), abs=0.02)
