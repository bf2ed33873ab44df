"""An ONNX file that runs: by name, in any batch, in both arithmetics."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from music_genre.audio.onnx_graph import Arithmetic, OnnxGraph


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write a graph that doubles and negates, with a note about itself."""
    nodes = [
        helper.make_node("Add", ["x", "x"], ["twice"]),
        helper.make_node("Neg", ["x"], ["negative"]),
    ]
    x, twice, negative = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 3])
        for name in ("x", "twice", "negative")
    )
    graph = helper.make_graph(nodes, "made", [x], [twice, negative])
    opset = [helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=8)
    helper.set_model_props(model, {"patterns": "four"})
    onnx.save(model, tmp_path / "made.onnx")
    return tmp_path / "made.onnx"


@pytest.mark.parametrize("arithmetic", ["fast", "exact"])
def test_outputs_come_as_asked(path: Path, arithmetic: Arithmetic) -> None:
    """Outputs are computed by name and in that order, for a batch of any size, as float32."""
    graph = OnnxGraph(path, 1, arithmetic)
    batch = np.arange(6, dtype=np.float32).reshape(2, 3)

    negative, twice = graph.run(["negative", "twice"], batch)

    np.testing.assert_array_equal(-batch, negative)
    np.testing.assert_array_equal(2 * batch, twice)
    assert np.float32 == twice.dtype
    assert (5, 3) == graph.run(["twice"], np.zeros((5, 3), np.float32))[0].shape


def test_it_says_what_it_has(path: Path) -> None:
    """Names of the outputs and what the file says of itself can be read without running it."""
    graph = OnnxGraph(path, 1, options={"session.disable_prepacking": "1"})

    assert {"twice", "negative"} == graph.outputs
    assert {"patterns": "four"} == dict(graph.properties)


def test_exact_arithmetic_is_of_the_same_graph(path: Path) -> None:
    """From one arithmetic to the other, names and results stay."""
    graph = OnnxGraph(path, 0)
    batch = np.ones((1, 3), np.float32)
    before = graph.run(["twice"], batch)

    graph.compute_exactly()

    np.testing.assert_array_equal(before, graph.run(["twice"], batch))
    assert {"twice", "negative"} == graph.outputs
