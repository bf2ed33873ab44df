"""Music around the drums is told from drums alone, within the graph."""

import numpy as np
import pytest

from beat_service.styles.style_model import MODEL_DIR, MUSIC_OUTPUT, StyleModel
from music_genre.audio.model_bundle import MODEL_FILE
from music_genre.audio.onnx_graph import OnnxGraph
from training.styles.accompanied import graph_with_music, vectors_to_music_weights
from training.styles.network import N_RETURNS

N_VALUES = 4740


def test_it_is_learnt_and_joins_a_graph(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Vectors that differ in their levels are told apart, whatever their rhythm is."""
    random = np.random.default_rng(2)
    vectors = random.standard_normal((700, N_VALUES)).astype(np.float32)
    is_mixed = np.arange(700) % 2 == 1
    vectors[is_mixed, N_RETURNS + 7] += 6
    learnt = vectors_to_music_weights(vectors[:600], is_mixed[:600])

    folder = tmp_path_factory.mktemp("graph")
    without = _without_music((MODEL_DIR / MODEL_FILE).read_bytes())
    (folder / MODEL_FILE).write_bytes(graph_with_music(without, learnt))
    graph = OnnxGraph(folder / MODEL_FILE, 1)
    (music,) = graph.run([MUSIC_OUTPUT], vectors[600:])

    assert (100, 1) == music.shape
    assert np.mean((music[:, 0] > 0.5) == is_mixed[600:]) > 0.9


def test_the_served_model_knows() -> None:
    """Its graph has the answer, and silence is no music around drums nor an error."""
    model = StyleModel()

    assert MUSIC_OUTPUT in model.graph.outputs
    assert model.vectors_to_is_music(np.zeros((2, N_VALUES), np.float32)) in {True, False}


def _without_music(graph: bytes) -> bytes:
    """Take the answer out of a served graph, so that it can be put in."""
    import onnx

    model = onnx.load_model_from_string(graph)
    kept = [node for node in model.graph.node if not _is_ours(node.output[0])]
    outputs = [output for output in model.graph.output if output.name != MUSIC_OUTPUT]
    constants = [one for one in model.graph.initializer if not _is_ours(one.name)]
    for field, values in (("node", kept), ("output", outputs), ("initializer", constants)):
        del getattr(model.graph, field)[:]
        getattr(model.graph, field).extend(values)
    return bytes(model.SerializeToString())


def _is_ours(name: str) -> bool:
    return name == MUSIC_OUTPUT or name.startswith(f"{MUSIC_OUTPUT}/")
