"""The served SVM: scores and kind of sound of a window, and refusal of another model's folder."""

import numpy as np
import pytest

from music_genre.audio.constants import GENRES, SAMPLE_RATE_HZ
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import Window, waveform_to_windows
from svm_service.features import log_mel_to_vector
from svm_service.learnt import TAG_NAMES, window_to_learnt
from svm_service.model import SvmModel, folder_to_model, vector_to_features
from svm_service.settings import Settings
from tools.signals import sine, song, to_file
from training.settings import MODEL_DIRS


@pytest.fixture(scope="module")
def model() -> SvmModel:
    """Load the served SVM."""
    return folder_to_model(Settings.model_fields["model_dir"].default, 2)


def window_of_song(duration_s: float) -> Window:
    """Cut the song's first window."""
    return waveform_to_windows(song(duration_s).astype(np.float32))[0]


@pytest.mark.parametrize("duration_s", [1, 7, 30])
def test_any_length_has_scores(model: SvmModel, duration_s: float) -> None:
    """The committed SVM gives ten finite scores from 1 s to 30 s."""
    scores = model.window_to_evidence(window_of_song(duration_s)).scores

    assert (10,) == scores.shape
    assert np.isfinite(scores).all()


def test_evidence_is_of_vector_and_embedding(model: SvmModel) -> None:
    """The graph is asked about the window's statistics and its embedding, in this order."""
    window = window_of_song(5)
    learnt = window_to_learnt(window, model.learnt)
    vector = log_mel_to_vector(window_to_log_mel(window))
    features = np.concatenate([vector, learnt.embedding])

    evidence = model.window_to_evidence(window)

    (scores,) = model.graph.run(["scores"], features[None])
    np.testing.assert_array_equal(scores[0], evidence.scores)
    assert evidence.sound is not None
    np.testing.assert_array_equal(learnt.sound.kinds, evidence.sound.kinds)
    np.testing.assert_array_equal(features, vector_to_features(vector, learnt.embedding))


def test_doubt_is_that_of_the_manifest(model: SvmModel) -> None:
    """Calibration, thresholds and words are what the bundle says."""
    assert model.manifest.calibration == model.doubt.calibration
    assert model.doubt.thresholds is not None
    assert 0 < model.doubt.thresholds.music_from < 1
    assert TAG_NAMES == model.doubt.tag_names
    assert (model.graph, model.learnt) == tuple(model.graphs)
    assert model.manifest.checksums["learnt.onnx"] == model.learnt_version


def test_song_has_genres_and_words(model: SvmModel) -> None:
    """Music has ten probabilities, fifty words, and no other kind."""
    answer = model.bytes_to_prediction(to_file(song(10)), 30.0)

    assert answer.outcome in {"confident", "ambiguous", "none_of_these"}
    assert answer.kind is None
    assert answer.probabilities is not None
    assert 1 == pytest.approx(answer.probabilities.sum())
    assert len(GENRES) == len(answer.probabilities)
    assert answer.tags is not None
    assert list(TAG_NAMES) == list(answer.tags)


@pytest.mark.parametrize(
    ("samples", "kind"),
    [
        (np.random.default_rng(3).normal(0, 0.1, 5 * SAMPLE_RATE_HZ), "noise"),
        (sine(440, 5), "tone"),
    ],
)
def test_noise_and_tone_are_not_music(
    model: SvmModel, samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]], kind: str
) -> None:
    """White noise and a sine are called what they are."""
    answer = model.bytes_to_prediction(to_file(samples), 30.0)

    assert ("not_music", kind) == (answer.outcome, answer.kind)


def test_silence_is_silence(model: SvmModel) -> None:
    """A silent file has no kind either."""
    answer = model.bytes_to_prediction(to_file(np.zeros(5 * SAMPLE_RATE_HZ)), 30.0)

    assert ("silence", None, None) == (answer.outcome, answer.kind, answer.tags)


def test_another_model_is_refused() -> None:
    """VGG19's folder is not served as the SVM."""
    with pytest.raises(ModelBundleError, match="holds the model vgg19, not svm"):
        folder_to_model(MODEL_DIRS["vgg19"], 1)
