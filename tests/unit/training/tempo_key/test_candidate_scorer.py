"""Small networks that score candidates, and their graph."""

from pathlib import Path

import numpy as np
import pytest

from beat_service.analysis.analysis_model import Scorer
from training.tempo_key.candidate_scorer import (
    Floats,
    NetworkSettings,
    features_to_networks,
    networks_to_onnx,
)

SETTINGS = NetworkSettings(
    hidden=(8,),
    n_outputs=1,
    dropout=0.0,
    epochs=30,
    learning_rate=1e-2,
    weight_decay=0.0,
    seeds=(0,),
)


def made_candidates(seed: int) -> tuple[Floats, Floats]:
    """Make 64 clips of six candidates, of which the one with the most of feature 1 is right."""
    features = np.random.default_rng(seed).normal(50, 10, (64, 6, 3)).astype(np.float32)
    return features, np.eye(6, dtype=np.float32)[features[:, :, 1].argmax(axis=1)]


def test_graph_is_the_mean_of_its_networks(tmp_path: Path) -> None:
    """The ONNX graph gives what the layers give, averaged over the networks."""
    random = np.random.default_rng(1)
    networks = [
        [
            (random.normal(size=(5, 4)).astype(np.float32), np.ones(4, np.float32)),
            (random.normal(size=(4, 2)).astype(np.float32), np.zeros(2, np.float32)),
        ]
        for _ in range(2)
    ]
    rows = random.normal(size=(7, 5)).astype(np.float32)
    expected = np.mean(
        [np.maximum(rows @ first[0] + first[1], 0) @ second[0] for first, second in networks],
        axis=0,
    )
    (tmp_path / "graph.onnx").write_bytes(networks_to_onnx(networks))

    np.testing.assert_allclose(expected, Scorer(tmp_path / "graph.onnx")(rows), atol=1e-5)


def test_candidates_are_scored_against_each_other(tmp_path: Path) -> None:
    """Trained on unscaled features, the graph finds the right candidate of other clips."""
    networks = features_to_networks(*made_candidates(0), SETTINGS)
    (tmp_path / "graph.onnx").write_bytes(networks_to_onnx(networks))
    scorer = Scorer(tmp_path / "graph.onnx")

    features, targets = made_candidates(1)
    chosen = [int(scorer(rows)[:, 0].argmax()) for rows in features]

    assert np.mean(np.array(chosen) == targets.argmax(axis=1)) > 0.8


@pytest.mark.parametrize("seeds", [(0,), (1, 2)])
def test_every_seed_has_a_network(seeds: tuple[int, ...]) -> None:
    """There is one network for each seed, with as many layers as widths and an output."""
    settings = NetworkSettings(
        hidden=(4, 3), n_outputs=2, dropout=0.4, epochs=1, learning_rate=1e-3, weight_decay=1e-4,
        seeds=seeds,
    )  # fmt: skip
    features, _ = made_candidates(0)
    targets = np.full((64, 12), 1 / 12, np.float32)

    networks = features_to_networks(features, targets, settings)

    assert len(seeds) == len(networks)
    for layers in networks:
        assert [(3, 4), (4, 3), (3, 2)] == [weights.shape for weights, _ in layers]
