"""Log-mel → what the SVM sees."""

import numpy as np
import pytest

from music_genre.audio.levels import MAX_LEVEL, log_mel_to_levels
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from svm_service.features import (
    levels_to_modulation,
    levels_to_spectrum,
    levels_to_timbre,
    log_mel_to_vector,
    quantiles,
    steps_to_change,
)
from tools.signals import song


def log_mel_of_song(duration_s: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Log-mel of the song's first window."""
    return window_to_log_mel(waveform_to_windows(song(duration_s).astype(np.float32))[0])


@pytest.mark.parametrize("duration_s", [1, 4, 30])
def test_vector_has_one_length(duration_s: float) -> None:
    """Audio of any length gives the same number of finite statistics."""
    vector = log_mel_to_vector(log_mel_of_song(duration_s))

    assert (2122,) == vector.shape
    assert np.float32 == vector.dtype
    assert np.isfinite(vector).all()


def test_lengths_add_up() -> None:
    """The four parts have the lengths that their docstrings say, and are the vector in order."""
    log_mel = log_mel_of_song(30)
    levels = log_mel_to_levels(log_mel).astype(np.float32) / np.float32(MAX_LEVEL)
    parts = {
        levels_to_spectrum: levels_to_spectrum(levels),
        steps_to_change: steps_to_change(np.diff(levels, axis=1)),
        levels_to_timbre: levels_to_timbre(levels),
        levels_to_modulation: levels_to_modulation(levels),
    }

    assert [926, 384, 396, 416] == [len(part) for part in parts.values()]
    for function, part in parts.items():
        assert f"`({len(part)},)`" in str(function.__doc__)
    np.testing.assert_array_equal(np.concatenate(list(parts.values())), log_mel_to_vector(log_mel))


def test_repeated_audio_has_the_vector_of_what_is_repeated() -> None:
    """Audio under 128 columns is repeated, so the mean of each band stays."""
    log_mel = log_mel_of_song(5)[:, :64]

    np.testing.assert_allclose(
        log_mel_to_vector(log_mel)[:128],
        log_mel_to_vector(np.tile(log_mel, (1, 2)))[:128],
        atol=1e-6,
    )


def test_vector_of_a_constant_is_finite() -> None:
    """Even a spectrogram without any difference has finite statistics."""
    assert np.isfinite(log_mel_to_vector(np.zeros((128, 387), np.float32))).all()


def test_vector_ignores_gain() -> None:
    """Turning the volume down changes nothing: levels are relative to the peak."""
    waveform = song(10).astype(np.float32)
    loud, soft = (
        log_mel_to_vector(window_to_log_mel(waveform_to_windows(waveform * gain)[0]))
        for gain in (1.0, 0.25)
    )

    np.testing.assert_allclose(soft, loud, atol=0.02)


def test_quantiles_are_nearest_ranks() -> None:
    """Quantiles are values of the row itself."""
    rows = np.array([[5, 1, 3, 2, 4]], np.float32)

    np.testing.assert_array_equal([1, 3, 5], quantiles(rows, (0.0, 0.5, 1.0)))
