"""VGG19's head: what is fitted tells genres apart, in numpy as in the graph."""

import numpy as np
import onnx
import onnxruntime
import pytest

from music_genre.audio.model_bundle import SCORES_OUTPUT
from training.genre import kernel_head
from training.genre.teacher import labels_to_targets


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

    head = kernel_head.fit(blocks, labels_to_targets(labels, n_genres), seed=0)
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


def test_an_average_clip_lies_at_zero_and_blocks_count_alike() -> None:
    """Mean statistics have components 0; each block, and each band in it, has the same weight."""
    random = np.random.default_rng(1)
    labels = np.arange(20) % 2
    blocks = tuple(
        random.normal(labels[:, None], 1, (bands, 20, 6)).astype(np.float32) for bands in (4, 2)
    )

    head = kernel_head.fit(blocks, labels_to_targets(labels, 2), seed=0)

    average = tuple(block.mean(axis=1, keepdims=True) for block in blocks)
    np.testing.assert_allclose(0, head.components(average), atol=1e-5)
    np.testing.assert_allclose([1 / 8] * 4 + [1 / 4] * 2, head.band_weights)
    assert (6, 6, 20) == head.support_vectors.shape
