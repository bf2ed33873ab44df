"""VGG19: the exported graphs are the network."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from needs import Alone

from music_genre.audio.model_bundle import SCORES_OUTPUT
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.signals import sine, song
from training.data.dataset import Clip
from training.genre import vgg19
from training.genre.quantize import onnx_to_int8
from training.genre.teacher import labels_to_targets
from vgg19_service.features import log_mel_to_image

# Keras's exporter asks numpy for an old name.
pytestmark = pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")


def clip_of(samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Clip:
    """Make a clip with the log-mel of these samples."""
    window = waveform_to_windows(samples.astype(np.float32))[0]
    return Clip("made.00000", "blues", "all", "1", window_to_log_mel(window))


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

    fitted = vgg19.fit(coarse, labels_to_targets(np.array([0, 1, 0]), 2), seed=0)
    vgg19.save_with_head(int8_path, fitted, tmp_path / "vgg19.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "vgg19.onnx")
    for image, expected in zip(images, fitted.scores(coarse), strict=True):
        (scores,) = session.run([SCORES_OUTPUT], {vgg19.LEVELS: image})
        np.testing.assert_allclose(scores[0], expected, rtol=1e-3, atol=1e-2)


def test_features_fall_into_blocks_and_bands() -> None:
    """Row by row, the statistics of a block's bands stand one after the other."""
    features = np.arange(2 * 36_864, dtype=np.float32).reshape(2, -1)

    blocks = vgg19.features_to_blocks(features)

    assert [(16, 2, 256), (16, 2, 512), (16, 2, 1024), (8, 2, 1024)] == [b.shape for b in blocks]
    np.testing.assert_array_equal(np.arange(256), blocks[0][0, 0])
    np.testing.assert_array_equal(36_864 + 256 + np.arange(256), blocks[0][1, 1])
    assert features[1, -1] == blocks[-1][-1, 1, -1]


def test_fitted_head_tells_genres_apart() -> None:
    """Clips that differ in all statistics get the scores of their genres."""
    labels = np.arange(12) % 3
    random = np.random.default_rng(1)
    features = random.normal(labels[:, None], 0.3, (12, 36_864)).astype(np.float32)

    scores = vgg19.fit(features, labels_to_targets(labels, 3), seed=0).scores(features)

    assert (12, 3) == scores.shape
    np.testing.assert_array_equal(labels, scores.argmax(axis=1))


def test_missing_graph_is_an_error(tmp_path: Path) -> None:
    """A backbone that is not there is not taken for an empty one."""
    with pytest.raises(Exception, match=r"none\.onnx"):
        vgg19.clips_to_statistics(tmp_path / "none.onnx", [clip_of(sine(440, 2))])
