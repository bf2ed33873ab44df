"""Exported graphs give what the trained models gave."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from signals import sine, song

from audio.model_bundle import SCORES_OUTPUT, folder_to_manifest
from audio.track import window_to_log_mel
from audio.windows import waveform_to_windows
from training import svm, vgg19
from training.bundle import write_bundle
from training.gtzan import Clip
from training.quantize import onnx_to_int8

# Keras's exporter asks numpy for an old name.
pytestmark = pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")


def clip_of(samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Clip:
    """A clip with the log-mel of these samples."""
    window = waveform_to_windows(samples.astype(np.float32))[0]
    return Clip("made.00000", "blues", "all", "1", window_to_log_mel(window))


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


def test_head_folds_the_standardisation() -> None:
    """Scores of the folded head are those of the head on standardised statistics."""
    random = np.random.default_rng(1)
    views = random.normal(5, 3, (7, 3, 20)).astype(np.float32)
    mean, deviation = views.reshape(-1, 20).mean(axis=0), views.reshape(-1, 20).std(axis=0)
    kernel, bias = random.normal(0, 1, (20, 10)), random.normal(0, 1, 10)

    head = vgg19.FittedHead(mean, deviation, kernel.astype(np.float32), bias.astype(np.float32))

    expected = (views[:, 0] - mean) / deviation @ kernel + bias
    np.testing.assert_allclose(head.scores(views), expected, atol=1e-3)


@pytest.mark.data
def test_vgg19_graphs_are_the_network(vgg19_weights: Path, tmp_path: Path) -> None:
    """fp32 ONNX agrees with Keras; 8 bits stay near; both at any width, with the head behind."""
    clips = [clip_of(song(6)), clip_of(sine(440, 6)), clip_of(song(4, bpm=80))]
    fp32_path, int8_path = tmp_path / "fp32.onnx", tmp_path / "int8.onnx"
    backbone = vgg19.new_backbone(vgg19_weights)
    vgg19.save_backbone(vgg19_weights, fp32_path)
    onnx_to_int8(fp32_path, int8_path, clips)

    views = vgg19.clips_to_views(fp32_path, clips)
    coarse = vgg19.clips_to_views(int8_path, clips)

    whole = vgg19.clip_to_images(clips[0])[0]
    expected = np.asarray(backbone(whole[None]))[0]
    np.testing.assert_allclose(views[0, 0], expected, atol=1e-2, rtol=1e-3)
    assert np.corrcoef(views.ravel(), coarse.ravel())[0, 1] > 0.99

    size = views.shape[-1]
    rng = np.random.default_rng(0)
    kernel = rng.normal(0, 0.01, (size, 10)).astype(np.float32)
    ones = np.ones(size, np.float32)
    head = vgg19.FittedHead(0 * ones, ones, kernel, np.zeros(10, np.float32))
    vgg19.save_with_head(int8_path, head, tmp_path / "vgg19.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "vgg19.onnx")
    (scores,) = session.run([SCORES_OUTPUT], {vgg19.LEVELS: whole[None]})
    np.testing.assert_allclose(scores, head.scores(coarse[:1]), rtol=1e-3, atol=1e-2)


def test_bundle_is_written_whole(tmp_path: Path) -> None:
    """A written bundle is one that the services accept, and leaves no scratch file."""
    graph = tmp_path / "graph.onnx"
    graph.write_bytes(b"any graph")
    folder = tmp_path / "model"

    written = write_bundle(
        folder,
        graph,
        name="svm",
        model_version="7",
        genres=("forró", "techno house"),
        temperature=0.5,
        confident_from=0.6,
        seed=0,
        trained_on="nothing",
        trained_splits=("train",),
        scores={"accuracy": 0.1},
        card="# A card\n",
    )

    assert written == folder_to_manifest(folder)
    assert {"model.onnx", "manifest.json", "MODEL_CARD.md"} == {p.name for p in folder.iterdir()}
