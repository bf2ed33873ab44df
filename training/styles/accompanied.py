"""Is it drums alone, or music around them? A linear look at a rhythm vector, within the graph.

The genre may lean the style of music, and was measured to help there; of a drum track it knows
nothing. What tells them apart is how the sound's level is spread and how it fades: the vector
without its correlations.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sklearn.linear_model import LogisticRegression

from beat_service.styles.style_model import MUSIC_OUTPUT
from training.styles.network import LARGEST_DEVIATION, N_RETURNS

Floats = NDArray[np.float32]

STRENGTH: Final = 0.003  # the inverse of how small the weights must be
MOST_STEPS: Final = 400


@dataclass(frozen=True)
class MusicWeights:
    """Mean, deviation and weight of each of the vector's other values, `(132,)`; and a bias."""

    mean: Floats
    spread: Floats
    weights: Floats
    bias: float


def vectors_to_music_weights(vectors: Floats, is_mixed: NDArray[np.bool_]) -> MusicWeights:
    """Learn from vectors `(n, 4740)` which of them, `(n,)`, have music around the drums."""
    others = vectors[:, N_RETURNS:]
    mean, spread = others.mean(axis=0), others.std(axis=0) + 1e-4
    standard = np.clip((others - mean) / spread, -LARGEST_DEVIATION, LARGEST_DEVIATION)
    model = LogisticRegression(C=STRENGTH, max_iter=MOST_STEPS, class_weight="balanced")
    model.fit(standard, is_mixed)
    return MusicWeights(
        mean.astype(np.float32),
        spread.astype(np.float32),
        model.coef_[0].astype(np.float32),
        float(model.intercept_[0]),
    )


def graph_with_music(graph: bytes, learnt: MusicWeights) -> bytes:
    """Add the probability of music around the drums, `(n, 1)`, to a style model's graph."""
    model = onnx.load_model_from_string(graph)
    entry, end = model.graph.input[0].name, N_RETURNS + len(learnt.mean)
    constants: dict[str, NDArray[Any]] = {
        "start": np.array([N_RETURNS], np.int64),
        "end": np.array([end], np.int64),
        "axis": np.array([1], np.int64),
        "mean": learnt.mean,
        "spread": learnt.spread,
        "least": np.array(-LARGEST_DEVIATION, np.float32),
        "most": np.array(LARGEST_DEVIATION, np.float32),
        "weights": learnt.weights[:, None],
        "bias": np.array([learnt.bias], np.float32),
    }
    steps = (
        ("Slice", (entry, "music/start", "music/end", "music/axis")),
        ("Sub", ("music/1", "music/mean")),
        ("Div", ("music/2", "music/spread")),
        ("Clip", ("music/3", "music/least", "music/most")),
        ("MatMul", ("music/4", "music/weights")),
        ("Add", ("music/5", "music/bias")),
        ("Sigmoid", ("music/6",)),
    )
    for name, constant in constants.items():
        model.graph.initializer.append(numpy_helper.from_array(constant, f"music/{name}"))
    for number, (kind, inputs) in enumerate(steps, start=1):
        output = MUSIC_OUTPUT if number == len(steps) else f"music/{number}"
        model.graph.node.append(helper.make_node(kind, list(inputs), [output]))
    model.graph.output.append(
        helper.make_tensor_value_info(MUSIC_OUTPUT, TensorProto.FLOAT, [None, 1])
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
