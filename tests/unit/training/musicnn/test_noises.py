"""Noises, tones and clicks that are made up."""

import numpy as np
import pytest

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.evidence import KINDS
from training.musicnn import noises
from training.musicnn.noises import DURATION_S, MAKERS, Maker, made_up, pink, tone, white
from training.musicnn.sounds import QUIETEST

EVERY_MAKER = [maker for makers in MAKERS.values() for maker in makers]


@pytest.mark.parametrize("maker", EVERY_MAKER)
@pytest.mark.parametrize("duration_s", DURATION_S)
def test_maker_makes_what_is_asked_for(maker: Maker, duration_s: float) -> None:
    """A sound is finite and audible, as long as its times, and the same for the same chance."""
    time_s = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ

    samples, again = (maker(np.random.default_rng(4), time_s) for _ in range(2))

    assert time_s.shape == samples.shape
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() > QUIETEST
    np.testing.assert_array_equal(samples, again)


@pytest.mark.parametrize("maker", EVERY_MAKER)
def test_chance_makes_other_sounds(maker: Maker) -> None:
    """Other chance makes another sound of the same maker."""
    time_s = np.arange(2 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    one, other = (maker(np.random.default_rng(seed), time_s) for seed in (1, 2))

    assert np.abs(one - other).max() > 1e-3


def test_colours_differ_by_frequency() -> None:
    """White noise is equally strong everywhere; pink loses half its power with each octave."""
    time_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ

    def octaves(maker: Maker) -> float:
        power = np.abs(np.fft.rfft(maker(np.random.default_rng(0), time_s))) ** 2
        return float(power[10_000:20_000].mean() / power[20_000:40_000].mean())

    assert 1 == pytest.approx(octaves(white), abs=0.1)
    assert 2 == pytest.approx(octaves(pink), abs=0.2)


def test_tone_is_one_frequency() -> None:
    """Nearly all power of a sine is in one place."""
    time_s = np.arange(4 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    power = (
        np.abs(np.fft.rfft(tone(np.random.default_rng(3), time_s) * np.hanning(len(time_s)))) ** 2
    )

    assert power[power.argmax() - 3 : power.argmax() + 4].sum() > 0.99 * power.sum()


def test_every_maker_is_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each maker makes as many as are asked for, under its own name, at any length."""
    monkeypatch.setattr(noises, "EACH", 2)

    sounds, again = list(made_up()), list(made_up())

    assert [m.__name__ for m in EVERY_MAKER for _ in range(2)] == [s.source for s in sounds]
    assert len(sounds) == len({sound.name for sound in sounds})
    assert {"noise", "tone", "other"} == {sound.kind for sound in sounds} <= set(KINDS)
    durations_s = [len(sound.samples) / SAMPLE_RATE_HZ for sound in sounds]
    shortest_s, longest_s = DURATION_S
    assert shortest_s - 0.01 <= min(durations_s) <= max(durations_s) <= longest_s
    assert {np.dtype(np.float32)} == {sound.samples.dtype for sound in sounds}
    for one, other in zip(sounds, again, strict=True):
        np.testing.assert_array_equal(one.samples, other.samples)
