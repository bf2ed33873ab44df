"""Waveform → windows: nothing left out, nothing over 30 s."""

import itertools

import numpy as np
import pytest

from music_genre.audio.constants import SAMPLE_RATE_HZ, SILENCE_RMS_DBFS
from music_genre.audio.windows import Window, waveform_to_windows


@pytest.mark.parametrize(
    ("duration_s", "n_windows"),
    [(1, 1), (29.9, 1), (30, 1), (30.6, 1), (31.1, 2), (60, 2), (61.5, 3), (900, 30)],
)
def test_number_of_windows(duration_s: float, n_windows: int) -> None:
    """Windows are as few as 30 s allow, equal and adjoining."""
    windows = waveform_to_windows(np.zeros(round(duration_s * SAMPLE_RATE_HZ), np.float32))

    lengths = [len(window.samples) for window in windows]
    assert n_windows == len(windows)
    assert max(lengths) <= 30 * SAMPLE_RATE_HZ
    assert max(lengths) - min(lengths) <= 1
    assert min(duration_s, 30 * n_windows) == pytest.approx(windows[-1].end_s, abs=1e-3)
    assert all(a.end_s == b.start_s for a, b in itertools.pairwise(windows))


@pytest.mark.parametrize(
    ("level_db", "silent"), [(SILENCE_RMS_DBFS - 0.1, True), (SILENCE_RMS_DBFS + 0.1, False)]
)
def test_silence_is_a_level(level_db: float, silent: bool) -> None:
    """Silence begins at −60 dBFS, and an offset does not count as sound."""
    noise = np.random.default_rng(0).normal(0, 10 ** (level_db / 20), 100_000)
    window = Window(0, 1, (noise + 0.3).astype(np.float32))

    assert silent is window.is_silent
