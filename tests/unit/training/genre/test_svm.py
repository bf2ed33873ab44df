"""The SVM: what is fitted is what is exported."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from music_genre.audio.model_bundle import SCORES_OUTPUT
from svm_service.features import log_mel_to_vector
from svm_service.learnt import N_EMBEDDING
from svm_service.model import vector_to_features
from tools.signals import song
from training.data.dataset import Clip, waveform_to_spectrograms
from training.evaluation.folds import Labels
from training.genre import svm
from training.musicnn.embeddings import clips_to_embeddings
from training.settings import NETWORK

# Keras's exporter asks numpy for an old name.
pytestmark = pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")


def made_features(labels: Labels, n_vector: int, step: float) -> svm.Floats:
    """Make statistics and both embeddings that grow with the label; every third has no audio."""
    random = np.random.default_rng(1)
    width = n_vector + 2 * N_EMBEDDING
    rows = random.normal(step * labels[:, None], 1, (len(labels), width)).astype(np.float32)
    rows[::3, n_vector : n_vector + N_EMBEDDING] = np.nan
    return rows


def graph_to_scores(path: Path, features: svm.Floats) -> svm.Floats:
    """Run an exported SVM, and see that scores are all that it gives."""
    session = onnxruntime.InferenceSession(path)
    assert [SCORES_OUTPUT] == [output.name for output in session.get_outputs()]
    (scores,) = session.run(None, {session.get_inputs()[0].name: features})
    return np.asarray(scores, np.float32)


def to_served(fitted: svm.FittedSvm, features: svm.Floats) -> svm.Floats:
    """Join statistics and the embedding of the audio, or what stands for it, as a service does."""
    vectors, embeddings = svm.features_to_parts(features)
    heard = fitted.head.stored_map.heard(embeddings)
    return np.stack([vector_to_features(*row) for row in zip(vectors, heard, strict=True)])


def none_narrow(features: svm.Floats) -> svm.Floats:
    """Make the rows of clips of which nothing is left in a narrow band."""
    return np.full_like(features[:, :-N_EMBEDDING], np.nan)


def test_what_is_left_in_a_narrow_band_is_learnt_from() -> None:
    """Clips whose narrow copies are of other statistics are told apart by those too."""
    labels = np.arange(60) % 2
    features = made_features(labels, 30, 1)
    other = made_features(1 - labels, 30, 1)
    narrow = other[:, :-N_EMBEDDING].copy()
    narrow[1::3] = np.nan

    fitted = svm.fit(features, narrow, labels, seed=0)
    deaf = svm.fit(features, none_narrow(features), labels, seed=0)

    assert (deaf.scores(other).argmax(axis=1) == labels).mean() < 0.1
    assert (fitted.scores(other).argmax(axis=1) == labels).mean() > 0.4


def test_svm_graph_is_the_pipeline_with_its_head(tmp_path: Path) -> None:
    """The graph's scores are scikit-learn's margins plus the head's, to 1e-3."""
    labels = np.arange(120) % 10
    features = made_features(labels, 50, 1 / 3)
    fitted = svm.fit(features, none_narrow(features), labels, seed=0)

    fitted.save_onnx(tmp_path / "svm.onnx")

    scores = graph_to_scores(tmp_path / "svm.onnx", to_served(fitted, features))
    assert (120, 10) == scores.shape
    np.testing.assert_allclose(scores, fitted.scores(features), atol=1e-3)


def test_svm_graph_of_two_genres(tmp_path: Path) -> None:
    """Two genres have two columns of margins too, in the graph as in scikit-learn."""
    labels = np.arange(40) % 2
    features = made_features(labels, 30, 1)
    fitted = svm.fit(features, none_narrow(features), labels, seed=0)

    fitted.save_onnx(tmp_path / "svm.onnx")

    scores = graph_to_scores(tmp_path / "svm.onnx", to_served(fitted, features))
    assert (40, 2) == fitted.scores(features).shape
    np.testing.assert_allclose(scores, fitted.scores(features), atol=1e-3)
    np.testing.assert_array_equal(labels, scores.argmax(axis=1))


def test_both_parts_count(tmp_path: Path) -> None:
    """Other statistics and another embedding each change the scores of the graph."""
    labels = np.arange(30) % 3
    features = made_features(labels, 20, 1)
    fitted = svm.fit(features, none_narrow(features), labels, seed=0)
    fitted.save_onnx(tmp_path / "svm.onnx")
    row = to_served(fitted, features)[:1]
    other_vector, other_embedding = row.copy(), row.copy()
    other_vector[:, :20] += 1
    other_embedding[:, 20:] += 1

    scores = [
        graph_to_scores(tmp_path / "svm.onnx", r) for r in (row, other_vector, other_embedding)
    ]

    assert np.abs(scores[1] - scores[0]).max() > 0.01
    assert np.abs(scores[2] - scores[0]).max() > 0.01


def test_features_are_those_of_the_service() -> None:
    """Training computes the very vectors that the service computes, and both embeddings."""
    log_mels = np.random.default_rng(0).uniform(-80, 0, (2, 128, 200)).astype(np.float32)
    heard = waveform_to_spectrograms(song(4).astype(np.float32)).musicnn_mel
    clips = [
        Clip("0", "polka", "all", "1", log_mels[0]),
        Clip("1", "polka", "all", "1", log_mels[1], musicnn_mel=heard),
    ]

    vectors, embeddings = svm.features_to_parts(svm.clips_to_features(NETWORK, clips))

    np.testing.assert_array_equal([log_mel_to_vector(log_mel) for log_mel in log_mels], vectors)
    np.testing.assert_array_equal(clips_to_embeddings(clips, NETWORK), embeddings)


def test_same_run_gives_the_same_file(tmp_path: Path) -> None:
    """Fitted and written twice, the graph has the same bytes."""
    labels = np.arange(30) % 3
    features = made_features(labels, 20, 1)
    for name in ("one.onnx", "other.onnx"):
        svm.fit(features, none_narrow(features), labels, seed=0).save_onnx(tmp_path / name)

    assert (tmp_path / "one.onnx").read_bytes() == (tmp_path / "other.onnx").read_bytes()
