"""Weights of musicnn → an ONNX graph of the same network, without what only training needed.

Input `patches` (n, 187, 96) float32, as `svm_service.patches` makes them. Outputs are means
over the patches: `embedding` (1, 1706), the last hidden layer (200) and then maximum and mean over
time of each pooled feature in turn (1506); `tags` (1, 50), 0 … 1; `sound_features` (1, 538), the
hidden layer, the tags' logits and the spectrum, from which two heads of ours tell what kind of
sound it is.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from music_genre.audio.constants import MUSICNN_N_MELS, PATCH_FRAMES
from svm_service.learnt import EMBEDDING, FOREIGN, KINDS, N_EMBEDDING, TAG_NAMES, TAGS
from training.musicnn.checkpoint import Weights

OPSET: Final = 17
EPSILON: Final = 0.001  # of every batch normalisation
TIMBRAL: Final = ("conv2d", "conv2d_1")  # 7 frames by 38 and 67 bands
TEMPORAL: Final = ("conv2d_2", "conv2d_3", "conv2d_4")  # 128, 64 and 32 frames by one band
MIDEND: Final = ("conv2d_5", "conv2d_6", "conv2d_7")  # 7 frames by all features
SOUND_FEATURES: Final = "sound_features"
N_POOLED: Final = 1506
N_SOUND_FEATURES: Final = 250 + 3 * MUSICNN_N_MELS
MOST_LOGIT: Final = 9.21  # a probability of 1e-4 or 1 - 1e-4: beyond it is rounding


@dataclass(frozen=True)
class Linear:
    """A linear layer: `weights` float32 `(n_features, n)`, `bias` float32 `(n,)`."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


class _Graph:
    """Nodes and constants as they come."""

    def __init__(self, first_node: int = 0, first_constant: int = 0) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._first_node, self._first_constant = first_node, first_constant

    def constant(self, value: NDArray[np.generic] | np.generic) -> str:
        """Keep a value; return its name."""
        name = f"constant_{self._first_constant + len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Append a node; return the name of its output."""
        name = output or f"{kind}_{self._first_node + len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name


def weights_to_graph(weights: Weights) -> onnx.ModelProto:
    """Build the network of `weights`; equal to the original within 1e-4 of each output."""
    graph = _Graph()
    image = graph.add("Unsqueeze", "patches", graph.constant(np.array([1])))
    image = _normalised(graph, weights, image, 0, ())
    features = [
        _frontend(graph, weights, image, name, number + 1)
        for number, name in enumerate((*TIMBRAL, *TEMPORAL))
    ]
    layers = [graph.add("Concat", *features, axis=1)]
    for number, name in enumerate(MIDEND):
        layer = _midend(graph, weights, layers[-1], name, 6 + number)
        layers.append(graph.add("Add", layer, layers[-1]) if number else layer)
    everything = graph.add("Concat", *layers, axis=1)
    most = graph.add("ReduceMax", everything, axes=[2], keepdims=1)
    mean = graph.add("ReduceMean", everything, axes=[2], keepdims=1)
    pairs = graph.add("Concat", most, mean, axis=2)
    shape = graph.constant(np.array([-1, N_POOLED]))
    pooled = graph.add("Reshape", pairs, shape)
    hidden = _dense(graph, weights, _normalised(graph, weights, pooled, 9, ()), "dense")
    hidden = _normalised(graph, weights, graph.add("Relu", hidden), 10, ())
    logits = _dense(graph, weights, hidden, "dense_1")
    _averaged(graph, graph.add("Concat", hidden, pooled, axis=1), EMBEDDING)
    _averaged(graph, graph.add("Sigmoid", logits), TAGS)
    limits = [graph.constant(np.float32(sign * MOST_LOGIT)) for sign in (-1, 1)]
    clipped = graph.add("Clip", logits, *limits)
    parts = [hidden, clipped, *_spectrum(graph)]
    _averaged(graph, graph.add("Concat", *parts, axis=1), SOUND_FEATURES)
    return _model(graph)


def _spectrum(graph: _Graph) -> list[str]:
    """Mean, deviation and mean step over time of every band: they tell tones from noises."""
    mean = graph.add("ReduceMean", "patches", axes=[1], keepdims=0)
    square = graph.add("ReduceMean", graph.add("Mul", "patches", "patches"), axes=[1], keepdims=0)
    spread = graph.add("Sub", square, graph.add("Mul", mean, mean))
    deviation = graph.add("Sqrt", graph.add("Relu", spread))
    ends = [graph.constant(np.array([value])) for value in (0, 1, PATCH_FRAMES - 1, PATCH_FRAMES)]
    time = graph.constant(np.array([1]))
    before = graph.add("Slice", "patches", ends[0], ends[2], time)
    after = graph.add("Slice", "patches", ends[1], ends[3], time)
    steps = graph.add("Abs", graph.add("Sub", after, before))
    return [mean, deviation, graph.add("ReduceMean", steps, axes=[1], keepdims=0)]


def with_heads(model: onnx.ModelProto, kinds: Linear, foreign: Linear) -> onnx.ModelProto:
    """Add what is told from `SOUND_FEATURES`: kinds of sound and how foreign the music is."""
    whole = onnx.ModelProto()
    whole.CopyFrom(model)
    graph = _Graph(len(model.graph.node), len(model.graph.initializer))
    for head, kind, output in ((kinds, "Softmax", KINDS), (foreign, "Sigmoid", FOREIGN)):
        product = graph.add("MatMul", SOUND_FEATURES, graph.constant(head.weights))
        scores = graph.add("Add", product, graph.constant(head.bias))
        graph.add(kind, scores, output=output)
        shape = [1, len(head.bias)]
        info = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
        whole.graph.output.append(info)
    whole.graph.node.extend(graph.nodes)
    whole.graph.initializer.extend(graph.constants)
    onnx.checker.check_model(whole)
    return whole


def _averaged(graph: _Graph, rows: str, output: str) -> None:
    """Name the mean over patches, `(1, n)`."""
    graph.add("ReduceMean", rows, axes=[0], keepdims=1, output=output)


def _normalised(
    graph: _Graph, weights: Weights, layer: str, number: int, more_axes: tuple[int, ...]
) -> str:
    """Apply a batch normalisation; `more_axes` are axes of 1 behind the features."""
    scale, shift = (
        value.reshape(-1, *more_axes) if more_axes else value
        for value in _normalisation(weights, number)
    )
    layer = graph.add("Mul", layer, graph.constant(scale))
    return graph.add("Add", layer, graph.constant(shift))


def _frontend(graph: _Graph, weights: Weights, image: str, name: str, number: int) -> str:
    """Convolve, rectify, normalise, and keep the highest band: `(n, filters, frames)`."""
    frames = len(weights[f"{name}/kernel"])
    # "same" in time only; TensorFlow puts the odd frame of an even kernel at the end
    before = (frames - 1) // 2
    layer = graph.add(
        "Conv",
        image,
        graph.constant(weights[f"{name}/kernel"].transpose(3, 2, 0, 1)),
        graph.constant(weights[f"{name}/bias"]),
        pads=[before, 0, frames - 1 - before, 0],
    )
    layer = _normalised(graph, weights, graph.add("Relu", layer), number, (1, 1))
    return graph.add("ReduceMax", layer, axes=[3], keepdims=0)


def _midend(graph: _Graph, weights: Weights, layer: str, name: str, number: int) -> str:
    """Convolve over time, rectify, normalise: `(n, 64, frames)`."""
    kernel = weights[f"{name}/kernel"][:, :, 0, :].transpose(2, 1, 0)
    layer = graph.add(
        "Conv",
        layer,
        graph.constant(np.ascontiguousarray(kernel)),
        graph.constant(weights[f"{name}/bias"]),
        pads=[3, 3],
    )
    return _normalised(graph, weights, graph.add("Relu", layer), number, (1,))


def _dense(graph: _Graph, weights: Weights, layer: str, name: str) -> str:
    kernel = weights[f"{name}/kernel"]
    product = graph.add("MatMul", layer, graph.constant(kernel))
    return graph.add("Add", product, graph.constant(weights[f"{name}/bias"]))


def _normalisation(
    weights: Weights, number: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give factor and summand of a batch normalisation, `(n,)` each."""
    name = "batch_normalization" + (f"_{number}" if number else "")
    scale = weights[f"{name}/gamma"] / np.sqrt(weights[f"{name}/moving_variance"] + EPSILON)
    return scale, weights[f"{name}/beta"] - scale * weights[f"{name}/moving_mean"]


def _model(graph: _Graph) -> onnx.ModelProto:
    value = helper.make_tensor_value_info
    outputs = {EMBEDDING: N_EMBEDDING, TAGS: len(TAG_NAMES), SOUND_FEATURES: N_SOUND_FEATURES}
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "musicnn",
            [value("patches", TensorProto.FLOAT, ["n", PATCH_FRAMES, MUSICNN_N_MELS])],
            [value(name, TensorProto.FLOAT, [1, size]) for name, size in outputs.items()],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=10,
    )
    onnx.checker.check_model(model)
    return model
