"""The style model: how it is built, fitted, joined and exported.

Several small networks on standardised rhythm vectors; their scores are averaged within one graph,
standardisation included, so that serving hands in plain vectors.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from audio.model_bundle import SCORES_OUTPUT

Floats = NDArray[np.float32]

N_NETWORKS: Final = 4
HIDDEN: Final = (256,)
INPUT_DROPOUT: Final = 0.2
DROPOUT: Final = 0.4
INPUT_NOISE: Final = 0.3
LARGEST_DEVIATION: Final = 5.0  # standard deviations at which odd values are cut
EPOCHS: Final = 40
BATCH: Final = 128
RATE: Final = 2e-3
DECAY: Final = 1e-3
SMOOTHING: Final = 0.05


def fit_networks(
    vectors: Floats,
    labels: NDArray[np.intp],
    n_styles: int,
    seed: int,
    n_networks: int = N_NETWORKS,
) -> Any:
    """A Keras model from vectors `(n, n_values)` to scores `(n, n_styles)`."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-4
    standard = np.clip((vectors - mean) / spread, -LARGEST_DEVIATION, LARGEST_DEVIATION)
    networks = [_fit_one(standard, labels, n_styles, seed + number) for number in range(n_networks)]
    return _joined(networks, mean, spread)


def _fit_one(standard: Floats, labels: NDArray[np.intp], n_styles: int, seed: int) -> Any:
    keras.utils.set_random_seed(seed)
    entry = keras.Input((standard.shape[1],))
    layer = keras.layers.GaussianNoise(INPUT_NOISE)(entry)
    layer = keras.layers.Dropout(INPUT_DROPOUT)(layer)
    for width in HIDDEN:
        layer = keras.layers.Dense(width, activation="relu")(layer)
        layer = keras.layers.Dropout(DROPOUT)(layer)
    network = keras.Model(entry, keras.layers.Dense(n_styles)(layer))
    steps = EPOCHS * -(-len(standard) // BATCH)
    network.compile(
        keras.optimizers.AdamW(
            keras.optimizers.schedules.CosineDecay(RATE, steps), weight_decay=DECAY
        ),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=SMOOTHING),
    )
    wanted = np.eye(n_styles, dtype=np.float32)[labels]
    network.fit(standard, wanted, BATCH, EPOCHS, verbose=0)
    return network


def _joined(networks: Sequence[Any], mean: Floats, spread: Floats) -> Any:
    """One graph from plain vectors to averaged scores."""
    entry = keras.Input((len(mean),), name="vectors")
    standard = keras.layers.Rescaling(1 / spread, -mean / spread)(entry)
    standard = keras.layers.ReLU(2 * LARGEST_DEVIATION)(standard + LARGEST_DEVIATION)
    standard = standard - LARGEST_DEVIATION
    scores = [network(standard) for network in networks]
    average = keras.layers.Average()(scores) if len(scores) > 1 else scores[0]
    return keras.Model(entry, keras.layers.Identity(name=SCORES_OUTPUT)(average))


def save_network(network: Any, path: Path) -> None:
    """Write a joined model as ONNX: `vectors` → `scores`."""
    import onnx

    n_values = network.inputs[0].shape[1]
    network(np.zeros((1, n_values), np.float32))  # the exporter wants a model that ran
    signature = keras.InputSpec(shape=(None, n_values), dtype="float32", name="vectors")
    network.export(str(path), format="onnx", input_signature=[signature], verbose=False)
    graph = onnx.load(path)
    (output,) = graph.graph.output
    for node in graph.graph.node:
        node.output[:] = [SCORES_OUTPUT if name == output.name else name for name in node.output]
    output.name = SCORES_OUTPUT
    onnx.save(graph, path)
