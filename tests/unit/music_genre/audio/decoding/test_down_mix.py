"""Channels become one that is never less than they are."""

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.decoding.down_mix import FADE_S, DownMix
from tools.signals import sine, song

RATE_HZ = 44_100
TONE = sine(440, 1, RATE_HZ).astype(np.float32)
MUSIC = song(1, RATE_HZ).astype(np.float32)


def mixed(*channels: NDArray[np.float32]) -> tuple[NDArray[np.float32], DownMix]:
    """Mix one block."""
    mix = DownMix()
    return mix.block_to_mono(np.stack(channels), RATE_HZ), mix


def test_one_channel_stays() -> None:
    """Mono is what it was."""
    mono, mix = mixed(MUSIC)

    np.testing.assert_array_equal(MUSIC, mono)
    assert not mix.cancelled
    assert 1 == pytest.approx(mix.channels_power)


def test_alike_channels_are_averaged() -> None:
    """Two alike have twice the power of their mean."""
    mono, mix = mixed(MUSIC, MUSIC)

    np.testing.assert_array_equal(MUSIC, mono)
    assert not mix.cancelled
    assert 2 == pytest.approx(mix.channels_power)


@pytest.mark.parametrize("n_channels", [2, 6, 8])
def test_unrelated_channels_lose_nothing(n_channels: int) -> None:
    """Channels that have nothing in common are averaged, however many they are."""
    noise = np.random.default_rng(0).normal(0, 0.1, (n_channels, RATE_HZ)).astype(np.float32)

    mono, mix = mixed(*noise)

    np.testing.assert_allclose(noise.mean(axis=0), mono, atol=1e-7)
    assert not mix.cancelled


def test_only_one_channel_sounds() -> None:
    """A channel beside silent ones is averaged with them, as ever."""
    mono, mix = mixed(MUSIC, 0 * MUSIC)

    np.testing.assert_array_equal(MUSIC / 2, mono)
    assert not mix.cancelled


def test_the_louder_channel_stands_for_both() -> None:
    """Where they cancel each other, the louder one is heard."""
    mono, mix = mixed(-0.9 * MUSIC, MUSIC)

    np.testing.assert_array_equal(MUSIC, mono)
    assert mix.cancelled
    assert 1 + 0.81 == pytest.approx(mix.channels_power, rel=1e-3)


@pytest.mark.parametrize(("turned", "cancelled"), [(0.30, False), (0.36, True)])
def test_six_decibels(turned: float, cancelled: bool) -> None:
    """The sum has (1−x)²/(1+x²) of the channels' power: a quarter at x = 0.45."""
    other = -(turned + 0.12) * TONE

    assert cancelled is mixed(TONE, other)[1].cancelled


def test_silence_cancels_nothing() -> None:
    """Noise under the level of silence is left alone."""
    assert not mixed(1e-4 * TONE, -1e-4 * TONE)[1].cancelled


def test_change_within_a_song_is_faded() -> None:
    """Where cancelling begins there is no click."""
    mix = DownMix()
    mix.block_to_mono(np.stack([0 * TONE, 0 * TONE]), RATE_HZ)

    mono = mix.block_to_mono(np.stack([TONE * 0 + 1, TONE * 0 - 1]), RATE_HZ)

    assert 0 == mono[0]
    assert 1 == mono[round(FADE_S * RATE_HZ)]
    assert np.abs(np.diff(mono)).max() < 0.01


def test_samples_beyond_all_numbers() -> None:
    """A broken file's infinities are left for whoever refuses them."""
    broken = np.full(10, np.inf, np.float32)

    assert not np.isfinite(mixed(broken, -broken)[0]).all()


def test_samples_beyond_all_numbers_are_mixed_without_a_word() -> None:
    """What a broken float file holds may add up to infinity; a later stage refuses that."""
    largest = np.full((2, 100), np.finfo(np.float32).max, np.float32)

    assert np.isinf(DownMix().block_to_mono(largest, 44_100)).all()


def test_a_stream_may_go_on_with_fewer_channels() -> None:
    """The channel that stood for all is forgotten where the stream has it no longer."""
    mix, tone = DownMix(), sine(440, 1).astype(np.float32)
    six = np.stack([0 * tone, 0 * tone, 0 * tone, 0 * tone, 0.9 * tone, -tone])
    mix.block_to_mono(six, SAMPLE_RATE_HZ)

    mixed = mix.block_to_mono(np.stack([tone, tone]), SAMPLE_RATE_HZ)

    assert mix.cancelled
    np.testing.assert_array_equal(tone, mixed)
