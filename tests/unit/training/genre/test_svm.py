"""The SVM: what is fitted is what is exported."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from music_genre.audio.model_bundle import SCORES_OUTPUT
from svm_service.features import log_mel_to_vector
from training.data.dataset import Clip
from training.genre import svm

# Keras's exporter asks numpy for an old name.
pytestmark = pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")


def test_svm_graph_is_the_pipeline(tmp_path: Path) -> None:
    """The SVM's ONNX margins are scikit-learn's to 1e-3."""
    random = np.random.default_rng(1)
    labels = np.arange(120) % 10
    features = random.normal(labels[:, None] / 3, 1, (120, 50)).astype(np.float32)
    fitted = svm.fit(features, labels, seed=0)

    fitted.save_onnx(tmp_path / "svm.onnx", features.shape[1])

    session = onnxruntime.InferenceSession(tmp_path / "svm.onnx")
    (scores,) = session.run(None, {session.get_inputs()[0].name: features})
    assert [SCORES_OUTPUT] == [output.name for output in session.get_outputs()]
    np.testing.assert_allclose(scores, fitted.scores(features), atol=1e-3)


def test_svm_graph_of_two_genres(tmp_path: Path) -> None:
    """Two genres have two columns of margins too, in the graph as in scikit-learn."""
    random = np.random.default_rng(1)
    labels = np.arange(40) % 2
    features = random.normal(labels[:, None], 1, (40, 30)).astype(np.float32)
    fitted = svm.fit(features, labels, seed=0)

    fitted.save_onnx(tmp_path / "svm.onnx", features.shape[1])

    session = onnxruntime.InferenceSession(tmp_path / "svm.onnx")
    (scores,) = session.run(None, {session.get_inputs()[0].name: features})
    assert (40, 2) == fitted.scores(features).shape
    np.testing.assert_allclose(scores, fitted.scores(features), atol=1e-3)
    np.testing.assert_array_equal(labels, scores.argmax(axis=1))


def test_features_are_those_of_the_service() -> None:
    """Training computes the very vectors that the service computes."""
    log_mels = np.random.default_rng(0).uniform(-80, 0, (2, 128, 200)).astype(np.float32)
    clips = [Clip(f"{n}", "polka", "all", "1", log_mel) for n, log_mel in enumerate(log_mels)]

    vectors = svm.clips_to_features(clips)

    np.testing.assert_array_equal([log_mel_to_vector(log_mel) for log_mel in log_mels], vectors)


def test_same_run_gives_the_same_file(tmp_path: Path) -> None:
    """Fitted and written twice, the graph has the same bytes."""
    random = np.random.default_rng(1)
    labels = np.arange(30) % 3
    features = random.normal(labels[:, None], 1, (30, 20)).astype(np.float32)
    for name in ("one.onnx", "other.onnx"):
        svm.fit(features, labels, seed=0).save_onnx(tmp_path / name, 20)

    assert (tmp_path / "one.onnx").read_bytes() == (tmp_path / "other.onnx").read_bytes()
