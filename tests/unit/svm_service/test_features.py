"""Log-mel → what each model sees."""

from pathlib import Path

import numpy as np
import pytest

from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from svm_service.features import log_mel_to_vector, quantiles
from svm_service.model import folder_to_model as folder_to_svm
from tools.signals import song
from vgg19_service.features import log_mel_to_image
from vgg19_service.model import folder_to_model as folder_to_vgg19

ROOT = Path(__file__).parents[3]


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


def test_image_is_grey_levels() -> None:
    """The image has one channel, 128 rows, a column every 77.4 ms, and uses the whole range."""
    image = log_mel_to_image(log_mel_of_song(30))

    assert (128, 387, 1) == image.shape
    assert (0, 255) == (image.min(), image.max())


@pytest.mark.parametrize("load", [folder_to_svm, folder_to_vgg19], ids=["svm", "vgg19"])
@pytest.mark.parametrize("duration_s", [1, 7, 30])
def test_models_take_any_length(load: type, duration_s: float) -> None:
    """Both committed models give ten finite scores from 1 s to 30 s."""
    name = "svm" if load is folder_to_svm else "vgg19"
    model = load(ROOT / f"{name}_service" / "model", 2)

    scores = model.log_mel_to_scores(log_mel_of_song(duration_s))

    assert (10,) == scores.shape
    assert np.isfinite(scores).all()
