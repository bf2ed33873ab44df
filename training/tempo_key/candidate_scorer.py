"""Train a small network that scores rows against each other, and write it as ONNX.

One network sees every candidate (a tempo, a tonic) by its own row and gives it a score; the softmax
goes over all candidates of a clip. What it learns about one candidate therefore holds for all, and
some hundred clips are enough. Several networks with other seeds are averaged inside the graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from beat_service.analysis.analysis_model import INPUT, OUTPUT

OPSET = 17
IR_VERSION = 9
SPREAD_FLOOR = 1e-3

Floats = NDArray[np.float32]
Layers = list[tuple[Floats, Floats]]  # weights (n_in, n_out) and bias of each dense layer


@dataclass(frozen=True)
class NetworkSettings:
    """Sizes and habits of one network."""

    hidden: tuple[int, ...]
    n_outputs: int
    dropout: float
    epochs: int
    learning_rate: float
    weight_decay: float
    seeds: tuple[int, ...] = (0, 1, 2)


def features_to_networks(rows: Floats, targets: Floats, settings: NetworkSettings) -> list[Layers]:
    """Train one network for each seed, on features `(n_clips, n_candidates, n_features)`.

    `targets` is float32 `(n_clips, n_rows · n_outputs)`, each clip's sum 1. The scaling of the
    features is part of the first layer.
    """
    centre = rows.mean(axis=(0, 1), dtype=np.float64).astype(np.float32)
    spread = rows.std(axis=(0, 1), dtype=np.float64).astype(np.float32) + SPREAD_FLOOR
    scaled = (rows - centre) / spread
    return [
        _unscale(_train(scaled, targets, settings, seed), centre, spread) for seed in settings.seeds
    ]


def _train(scaled: Floats, targets: Floats, settings: NetworkSettings, seed: int) -> Layers:
    import keras

    keras.utils.set_random_seed(seed)
    decay = keras.regularizers.L2(settings.weight_decay)
    stages = [keras.Input(scaled.shape[1:]), keras.layers.Dropout(settings.dropout / 2)]
    for number, width in enumerate(settings.hidden):
        stages.append(keras.layers.Dense(width, "relu", kernel_regularizer=decay))
        if number == 0:
            stages.append(keras.layers.Dropout(settings.dropout))
    stages += [keras.layers.Dense(settings.n_outputs), keras.layers.Flatten()]
    network = keras.Sequential(stages)
    network.compile(
        keras.optimizers.Adam(settings.learning_rate),
        keras.losses.CategoricalCrossentropy(from_logits=True),
    )
    network.fit(scaled, targets, batch_size=32, epochs=settings.epochs, verbose=0)
    values = network.get_weights()
    return list(zip(values[::2], values[1::2], strict=True))


def _unscale(layers: Layers, centre: Floats, spread: Floats) -> Layers:
    weights, bias = layers[0]
    unscaled = weights / spread[:, None]
    return [(unscaled, bias - centre @ unscaled), *layers[1:]]


def networks_to_onnx(networks: Sequence[Layers]) -> bytes:
    """Build a graph of the networks' mean score: features `(n, n_features)` → `(n, n_outputs)`."""
    nodes, constants, ends = [], [], []
    for number, layers in enumerate(networks):
        current = INPUT
        for depth, (weights, bias) in enumerate(layers):
            name = f"n{number}_l{depth}"
            constants.append(numpy_helper.from_array(weights.astype(np.float32), f"{name}_w"))
            constants.append(numpy_helper.from_array(bias.astype(np.float32), f"{name}_b"))
            nodes.append(helper.make_node("Gemm", [current, f"{name}_w", f"{name}_b"], [name]))
            current = name
            if depth < len(layers) - 1:
                current = f"{name}_relu"
                nodes.append(helper.make_node("Relu", [name], [current]))
        ends.append(current)
    nodes.append(helper.make_node("Mean", ends, [OUTPUT]))
    n_features, n_outputs = networks[0][0][0].shape[0], networks[0][-1][0].shape[1]
    graph = helper.make_graph(
        nodes,
        "row_scorer",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["n", n_features])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", n_outputs])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
