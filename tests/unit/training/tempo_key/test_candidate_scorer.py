"""Small networks that score candidates, and their graph."""

from pathlib import Path

import numpy as np

from beat_service.analysis.analysis_model import Scorer
from training.tempo_key.candidate_scorer import networks_to_onnx


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
