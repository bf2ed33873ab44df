"""Exported graphs give what the trained models gave."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from needs import Alone

from music_genre.audio.model_bundle import SCORES_OUTPUT
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.signals import sine, song
from training.data.dataset import Clip
from training.genre import kernel_head, svm, vgg19
from training.genre.quantize import onnx_to_int8
from vgg19_service.features import log_mel_to_image

# Keras's exporter asks numpy for an old name.
pytestmark = pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")


def clip_of(samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Clip:
    """Make a clip with the log-mel of these samples."""
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


@pytest.mark.parametrize("n_genres", [2, 3])
def test_head_in_the_graph_is_the_one_in_numpy(n_genres: int) -> None:
    """Behind a graph of statistics, the head gives numpy's scores and tells the genres apart."""
    random = np.random.default_rng(1)
    labels = np.arange(42) % n_genres
    shapes = [(16, 6), (16, 10), (16, 12), (8, 12)]
    blocks = tuple(
        random.normal(labels[:, None], 1, (bands, 42, values)).astype(np.float32)
        for bands, values in shapes
    )
    features = np.concatenate([b.transpose(1, 0, 2).reshape(42, -1) for b in blocks], axis=1)

    head = kernel_head.fit(blocks, labels, seed=0)
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Identity", ["x"], ["statistics"])],
        "statistics",
        [onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [None, None])],
        [onnx.helper.make_tensor_value_info("statistics", onnx.TensorProto.FLOAT, [None, None])],
    )
    kernel_head.add_head(graph, "statistics", head)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)])
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (scores,) = session.run([SCORES_OUTPUT], {"x": features})

    expected = head.scores(head.components(blocks))
    assert (42, n_genres) == expected.shape
    np.testing.assert_allclose(scores, expected, atol=1e-4)
    np.testing.assert_array_equal(labels, expected.argmax(axis=1))


def test_slopes_add_up_to_the_score() -> None:
    """Slopes × components are what a clip scores more than an average one, against the others."""
    random = np.random.default_rng(2)
    labels = np.arange(40) % 4
    blocks = (random.normal(labels[:, None], 1, (16, 40, 8)).astype(np.float32),)
    head = kernel_head.fit(blocks, labels, seed=0)
    components = head.components(blocks)

    scores = head.scores(components[:, :1]) - head.scores(0 * components[:, :1])

    for genre in range(4):
        slopes = head.slopes(components[:, 0], genre)
        contrast = scores[0, genre] - np.delete(scores[0], genre).mean()
        assert contrast == pytest.approx((slopes * components[:, 0]).sum(), abs=0.01)


@pytest.mark.data
def test_vgg19_graphs_are_the_network(vgg19_weights: Path, tmp_path: Path, alone: Alone) -> None:
    """fp32 ONNX agrees with Keras; 8 bits stay near; both at any width, with the head behind."""
    clips = [clip_of(song(6)), clip_of(sine(440, 6)), clip_of(song(4, bpm=80))]
    fp32_path, int8_path = tmp_path / "fp32.onnx", tmp_path / "int8.onnx"
    backbone = vgg19.new_backbone(vgg19_weights)
    with alone():
        vgg19.save_backbone(vgg19_weights, fp32_path)
    onnx_to_int8(fp32_path, int8_path, clips)

    fine = vgg19.clips_to_statistics(fp32_path, clips)
    coarse = vgg19.clips_to_statistics(int8_path, clips)

    images = [log_mel_to_image(clip.log_mel)[None] for clip in clips]
    np.testing.assert_allclose(fine[0], np.asarray(backbone(images[0]))[0], atol=1e-2, rtol=1e-3)
    assert np.corrcoef(fine.ravel(), coarse.ravel())[0, 1] > 0.99

    fitted = vgg19.fit(coarse, np.array([0, 1, 0]), seed=0)
    vgg19.save_with_head(int8_path, fitted, tmp_path / "vgg19.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "vgg19.onnx")
    for image, expected in zip(images, fitted.scores(coarse), strict=True):
        (scores,) = session.run([SCORES_OUTPUT], {vgg19.LEVELS: image})
        np.testing.assert_allclose(scores[0], expected, rtol=1e-3, atol=1e-2)
