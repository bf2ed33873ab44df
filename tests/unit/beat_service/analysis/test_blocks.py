"""Frames of stretches are those of the whole, however long that is."""

import numpy as np
import pytest

from beat_service.analysis.blocks import BLOCK_S, waveform_to_blocks
from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S

N_FFT, HOP = 1024, 256


@pytest.mark.parametrize("n_samples", [1, N_FFT, 3 * 22_050, 31 * 22_050, 100 * 22_050 + 1])
def test_frames_are_those_of_the_whole(n_samples: int) -> None:
    """Each centred frame comes once, in its turn, with zeros where the waveform has nothing."""
    waveform = np.random.default_rng(7).standard_normal(n_samples).astype(np.float32)
    padded = np.pad(waveform, N_FFT // 2)
    expected = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP]

    got = [
        np.lib.stride_tricks.sliding_window_view(block, N_FFT)[::HOP]
        for block in waveform_to_blocks(waveform, N_FFT, HOP)
    ]

    np.testing.assert_array_equal(expected[: 1 + n_samples // HOP], np.concatenate(got))


def test_blocks_are_short() -> None:
    """A clip of 30 s is one block, and no block of a song is longer than that and a frame."""
    clip = np.zeros(round(WINDOW_S * SAMPLE_RATE_HZ), np.float32)

    lengths = [len(block) for block in waveform_to_blocks(np.tile(clip, 4), N_FFT, HOP)]

    assert 1 == len(list(waveform_to_blocks(clip, N_FFT, HOP)))
    assert 4 == len(lengths)
    assert max(lengths) <= BLOCK_S * SAMPLE_RATE_HZ + N_FFT
