"""The exported network computes what the network computes."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from unit.training.musicnn.made_weights import made_weights, patch_to_outputs

from music_genre.audio.onnx_graph import OnnxGraph
from svm_service.learnt import EMBEDDING, FOREIGN, KINDS, N_EMBEDDING, OUTPUTS, TAGS
from training.musicnn.graph import (
    MOST_LOGIT,
    N_SOUND_FEATURES,
    SOUND_FEATURES,
    Linear,
    weights_to_graph,
    with_heads,
)

WEIGHTS = made_weights()
PATCHES = np.random.default_rng(1).uniform(0, 3, (2, 187, 96)).astype(np.float32)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> OnnxGraph:
    """Load the exported network of the made weights, without heads."""
    path: Path = tmp_path_factory.mktemp("network") / "network.onnx"
    onnx.save(weights_to_graph(WEIGHTS), path)
    return OnnxGraph(path, 1)


def test_outputs_are_those_of_the_network(network: OnnxGraph) -> None:
    """Embedding and tags are means over the patches of what plain arithmetic gives, to 1e-3."""
    hidden, pooled, logits = zip(*(patch_to_outputs(WEIGHTS, p) for p in PATCHES), strict=True)

    embedding, tags, features = network.run([EMBEDDING, TAGS, SOUND_FEATURES], PATCHES)

    assert [(1, N_EMBEDDING), (1, 50), (1, N_SOUND_FEATURES)] == [
        output.shape for output in (embedding, tags, features)
    ]
    expected = np.mean([np.concatenate(pair) for pair in zip(hidden, pooled, strict=True)], axis=0)
    np.testing.assert_allclose(embedding[0], expected, atol=1e-3)
    np.testing.assert_allclose(
        tags[0], np.mean(1 / (1 + np.exp(-np.array(logits))), axis=0), atol=1e-4
    )
    np.testing.assert_allclose(features[0, :200], np.mean(hidden, axis=0), atol=1e-3)
    clipped = np.clip(logits, -MOST_LOGIT, MOST_LOGIT).mean(axis=0)
    np.testing.assert_allclose(features[0, 200:250], clipped, atol=1e-3)


def test_sound_features_hold_the_spectrum(network: OnnxGraph) -> None:
    """Behind the network's own come mean, deviation and mean step of every band."""
    (features,) = network.run([SOUND_FEATURES], PATCHES)

    mean, deviation, step = features[0, 250:].reshape(3, 96)
    np.testing.assert_allclose(mean, PATCHES.mean(axis=(0, 1)), atol=1e-4)
    np.testing.assert_allclose(deviation, PATCHES.std(axis=1).mean(axis=0), atol=1e-3)
    steps = np.abs(np.diff(PATCHES, axis=1)).mean(axis=(0, 1))
    np.testing.assert_allclose(step, steps, atol=1e-4)


def test_steady_tone_has_no_deviation(network: OnnxGraph) -> None:
    """Rounding never makes a square root of less than nothing."""
    steady = np.full((1, 187, 96), 2.7, np.float32)

    (features,) = network.run([SOUND_FEATURES], steady)

    assert np.isfinite(features).all()
    np.testing.assert_allclose(features[0, 250:346], 2.7, atol=1e-4)
    np.testing.assert_allclose(features[0, 442:], 0, atol=1e-6)


def test_heads_are_softmax_and_sigmoid(tmp_path: Path) -> None:
    """The heads say what their weights say of the sound features; the rest stays as it was."""
    random = np.random.default_rng(2)
    kinds = Linear(
        random.normal(0, 0.05, (N_SOUND_FEATURES, 5)).astype(np.float32),
        random.normal(0, 0.1, 5).astype(np.float32),
    )
    foreign = Linear(
        random.normal(0, 0.05, (N_SOUND_FEATURES, 1)).astype(np.float32),
        random.normal(0, 0.1, 1).astype(np.float32),
    )
    plain = weights_to_graph(WEIGHTS)
    whole = with_heads(plain, kinds, foreign)
    onnx.save(whole, tmp_path / "whole.onnx")
    graph = OnnxGraph(tmp_path / "whole.onnx", 1)

    features, said, how_foreign = graph.run([SOUND_FEATURES, KINDS, FOREIGN], PATCHES)

    powers = np.exp(features[0] @ kinds.weights + kinds.bias)
    np.testing.assert_allclose(said[0], powers / powers.sum(), atol=1e-5)
    odds = np.exp(features[0] @ foreign.weights + foreign.bias)
    np.testing.assert_allclose(how_foreign[0], odds / (1 + odds), atol=1e-5)
    assert {*OUTPUTS, SOUND_FEATURES} == graph.outputs
    assert {EMBEDDING, TAGS, SOUND_FEATURES} == {output.name for output in plain.graph.output}


def test_same_weights_give_the_same_file() -> None:
    """Exported twice, the bytes are equal."""
    one, other = (weights_to_graph(WEIGHTS).SerializeToString() for _ in range(2))

    assert one == other
