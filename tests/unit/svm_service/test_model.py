"""The served SVM: scores of a log-mel, and refusal of another model's folder."""

import numpy as np
import pytest

from music_genre.audio.errors import ModelBundleError
from music_genre.audio.genre_model import GenreModel
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from svm_service.features import log_mel_to_vector
from svm_service.model import folder_to_model
from svm_service.settings import Settings
from tools.signals import song
from training.settings import MODEL_DIRS


@pytest.fixture(scope="module")
def model() -> GenreModel:
    """Load the served SVM."""
    return folder_to_model(Settings.model_fields["model_dir"].default, 2)


@pytest.mark.parametrize("duration_s", [1, 7, 30])
def test_any_length_has_scores(model: GenreModel, duration_s: float) -> None:
    """The committed SVM gives ten finite scores from 1 s to 30 s."""
    window = waveform_to_windows(song(duration_s).astype(np.float32))[0]

    scores = model.log_mel_to_scores(window_to_log_mel(window))

    assert (10,) == scores.shape
    assert np.isfinite(scores).all()


def test_scores_are_of_the_vector(model: GenreModel) -> None:
    """The graph is asked about the vector of `log_mel_to_vector`, and about nothing else."""
    log_mel = window_to_log_mel(waveform_to_windows(song(5).astype(np.float32))[0])

    (scores,) = model.graph.run(["scores"], log_mel_to_vector(log_mel)[None])

    np.testing.assert_array_equal(scores[0], model.log_mel_to_scores(log_mel))


def test_another_model_is_refused() -> None:
    """VGG19's folder is not served as the SVM."""
    with pytest.raises(ModelBundleError, match="holds the model vgg19, not svm"):
        folder_to_model(MODEL_DIRS["vgg19"], 1)
