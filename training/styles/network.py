"""The style model: how it is built, fitted, joined and exported.

Small networks look at how strongly the onsets of each pair of bands return after each lag, with
weights that are shared over the logarithmic lags, so that they find the same shape at any tempo;
then at the rest of the vector. Each ends in an embedding of length 1, from which it tells the style
and, while it learns, the pattern: so patterns that sound alike are neighbours there. Scores are
averaged and embeddings joined within one graph that takes plain vectors.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from beat_service.styles.rhythm_vector import N_LAGS, N_PAIRS
from music_genre.audio.model_bundle import SCORES_OUTPUT
from training.styles.similarity import EMBEDDING_OUTPUT, PATTERNS_KEY, SIMILARITY_OUTPUT

Floats = NDArray[np.float32]
Labels = NDArray[np.intp]

N_NETWORKS: Final = 3
FILTERS: Final = (48, 64)
WIDTHS: Final = (7, 5)
OTHERS: Final = 32
HIDDEN: Final = 160
N_EMBEDDED: Final = 64
SHARPNESS: Final = 12.0  # what multiplies an embedding of length 1 before a head
INPUT_NOISE: Final = 0.3
DROPOUT: Final = 0.35
OTHERS_LEFT_OUT: Final = 0.25  # how often a network must do without the drums' sound
LARGEST_DEVIATION: Final = 5.0  # standard deviations at which odd values are cut
EPOCHS: Final = 12
BATCH: Final = 128
RATE: Final = 2e-3
DECAY: Final = 1e-3
SMOOTHING: Final = 0.05
PATTERN_WEIGHT: Final = 0.5
NO_INDEX: Final = -1  # the index where there is no style or no pattern
N_RETURNS: Final = N_PAIRS * N_LAGS


@dataclass(frozen=True)
class TrainingSet:
    """What a network learns from: vectors `(n, n_values)`, style and pattern `(n,)` of each.

    The pattern is `NO_INDEX` for a performance of none of ours, the style for music without drums,
    of which a network learns that any style is as likely as another.
    """

    vectors: Floats
    styles: Labels
    patterns: Labels
    n_styles: int
    n_patterns: int

    def part(self, chosen: NDArray[np.bool_]) -> "TrainingSet":
        """Select some of the examples."""
        return TrainingSet(
            self.vectors[chosen],
            self.styles[chosen],
            self.patterns[chosen],
            self.n_styles,
            self.n_patterns,
        )


def fit_networks(training_set: TrainingSet, seed: int, n_networks: int = N_NETWORKS) -> Any:
    """Fit a Keras model from vectors `(n, n_values)` to scores and embeddings."""
    mean, spread = _vectors_to_scale(training_set.vectors)
    standard = (training_set.vectors - mean) / spread
    np.clip(standard, -LARGEST_DEVIATION, LARGEST_DEVIATION, out=standard)
    networks = []
    for number in range(n_networks):
        networks.append(_fit_one(standard, training_set, seed + number))
        print(f"network {number + 1} of {n_networks} fitted on {len(standard)} beats", flush=True)
    return _joined(networks, mean, spread)


def _vectors_to_scale(vectors: Floats) -> tuple[Floats, Floats]:
    """Mean and deviation of each value; of all lags of a pair together, for shared weights."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-4
    of_pairs = vectors[:, :N_RETURNS].reshape(len(vectors), N_PAIRS, N_LAGS)
    mean[:N_RETURNS] = np.repeat(of_pairs.mean(axis=(0, 2)), N_LAGS)
    spread[:N_RETURNS] = np.repeat(of_pairs.std(axis=(0, 2)) + 1e-4, N_LAGS)
    return mean, spread


def _fit_one(standard: Floats, training_set: TrainingSet, seed: int) -> Any:
    """Learn style and pattern together; what comes back gives scores and embedding."""
    keras.utils.set_random_seed(seed)
    network, embedding = _untrained(standard.shape[1], training_set.n_styles)
    pattern = keras.layers.Dense(training_set.n_patterns, name="pattern")(SHARPNESS * embedding)
    learning = keras.Model(network.input, {"scores": network.outputs[0], "pattern": pattern})
    steps = EPOCHS * -(-len(standard) // BATCH)
    loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=SMOOTHING)
    learning.compile(
        keras.optimizers.AdamW(
            keras.optimizers.schedules.CosineDecay(RATE, steps), weight_decay=DECAY
        ),
        {"scores": loss, "pattern": loss},
        loss_weights={"scores": 1.0, "pattern": PATTERN_WEIGHT},
    )
    ours = training_set.patterns != NO_INDEX
    wanted = {
        "scores": _styles_to_targets(training_set),
        "pattern": np.eye(training_set.n_patterns, dtype=np.float32)[
            np.maximum(training_set.patterns, 0)
        ],
    }
    weights = {"scores": np.ones(len(ours), np.float32), "pattern": ours.astype(np.float32)}
    learning.fit(standard, wanted, BATCH, EPOCHS, verbose=0, sample_weight=weights)
    return network


def _styles_to_targets(training_set: TrainingSet) -> Floats:
    """Write the targets of the style's head, `(n, n_styles)`, sum 1."""
    targets = np.eye(training_set.n_styles, dtype=np.float32)[training_set.styles]
    targets[training_set.styles == NO_INDEX] = 1 / training_set.n_styles
    return targets


def _untrained(n_values: int, n_styles: int) -> tuple[Any, Any]:
    """Build a network from standardised vectors to scores and embedding; also its embedding."""
    layers = keras.layers
    entry = keras.Input((n_values,))
    noisy = layers.GaussianNoise(INPUT_NOISE)(entry)
    returns = layers.Reshape((N_PAIRS, N_LAGS))(noisy[:, :N_RETURNS])
    layer = layers.Permute((2, 1))(returns)
    for filters, width in zip(FILTERS, WIDTHS, strict=True):
        layer = layers.Conv1D(filters, width, strides=2, padding="same", activation="relu")(layer)
    layer = layers.Dropout(DROPOUT)(layers.Flatten()(layer))
    others = layers.Dense(OTHERS, activation="relu")(noisy[:, N_RETURNS:])
    others = layers.Dropout(OTHERS_LEFT_OUT, noise_shape=(None, 1))(others)
    layer = layers.Dense(HIDDEN, activation="relu")(layers.Concatenate()([layer, others]))
    layer = layers.Dropout(DROPOUT)(layer)
    embedding = layers.UnitNormalization()(layers.Dense(N_EMBEDDED)(layer))
    scores = layers.Dense(n_styles, name="scores")(SHARPNESS * embedding)
    return keras.Model(entry, [scores, embedding]), embedding


def _joined(networks: Sequence[Any], mean: Floats, spread: Floats) -> Any:
    """One graph from plain vectors to averaged scores and joined embeddings of length 1."""
    entry = keras.Input((len(mean),), name="vectors")
    standard = keras.layers.Rescaling(1 / spread, -mean / spread)(entry)
    standard = keras.layers.ReLU(2 * LARGEST_DEVIATION)(standard + LARGEST_DEVIATION)
    standard = standard - LARGEST_DEVIATION
    scores, embeddings = zip(*(network(standard) for network in networks), strict=True)
    average = sum(scores) / len(scores)
    embedding = keras.layers.Concatenate()(embeddings) / len(embeddings) ** 0.5
    return keras.Model(entry, [average, embedding])


def with_similarities(network: Any, prototypes: Floats) -> Any:
    """Add a third output: the cosine to each pattern's embedding `(n_patterns, n)`."""
    unit = prototypes / np.linalg.norm(prototypes, axis=1, keepdims=True)
    likeness = keras.layers.Dense(len(unit), use_bias=False)
    cosines = likeness(network.outputs[1])
    likeness.set_weights([unit.T])
    return keras.Model(network.input, [*network.outputs, cosines])


def save_network(network: Any, patterns: Sequence[str], path: Path) -> None:
    """Write a model with likeness as ONNX: `vectors` → scores, embedding, likeness."""
    import onnx

    n_values = network.inputs[0].shape[1]
    network(np.zeros((1, n_values), np.float32))  # the exporter wants a model that ran
    signature = keras.InputSpec(shape=(None, n_values), dtype="float32", name="vectors")
    network.export(str(path), format="onnx", input_signature=[signature], verbose=False)
    model = onnx.load(path)
    names = {
        output.name: name
        for output, name in zip(
            model.graph.output, (SCORES_OUTPUT, EMBEDDING_OUTPUT, SIMILARITY_OUTPUT), strict=True
        )
    }
    for node in model.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    for output in model.graph.output:
        output.name = names[output.name]
    onnx.helper.set_model_props(model, {PATTERNS_KEY: json.dumps(list(patterns))})
    onnx.save(model, path)
