"""The pulse network: how it is built, fitted and written as ONNX.

A small temporal convolutional network: two convolutions look at levels around a moment, then
residual ones with growing gaps at some twelve seconds before and after it. It says of each moment
whether a beat falls there, and whether a bar begins.
Source: Davies and Böck, "Temporal convolutional networks for musical audio beat tracking", 2019.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import onnx
from numpy.typing import NDArray

from beat_service.analysis.onsets import ONSET_MELS, ONSET_RATE_HZ
from beat_service.analysis.pulse_model import (
    PULSE_INPUT,
    PULSE_OUTPUT,
    PULSE_STRIDE,
    levels_to_input,
)
from music_genre.audio.model_bundle import MODEL_FILE
from training.pulse.examples import LEVEL_RANGE_DB, PulseExample

Floats = NDArray[np.float32]

CHANNELS: Final = 48
FIRST_WIDTH: Final = 5
WIDTH: Final = 5
GAPS: Final = (1, 2, 4, 8, 16, 32, 64, 128)
DROPOUT: Final = 0.15
BESIDE: Final = 2.0  # [frames] beside a beat, to where its target falls from 1 to 0
EXCERPT_FRAMES: Final = 2048  # of levels, 24 s
BATCH: Final = 16
EPOCHS: Final = 18
RATE: Final = 2e-3
DECAY: Final = 1e-4
STRETCH: Final = 0.12  # [octaves] either way
TOP_CUT: Final = 0.2  # [share] of excerpts whose highest bands are missing, as in bad recordings
FLOOR_DB: Final = (0.0, 25.0)  # what is cut off the lowest levels


def untrained() -> Any:
    """Build a network from levels `(n, 48)` to logits `(n / 2, 2)` of beats and bars."""
    layers = keras.layers
    entry = keras.Input((None, ONSET_MELS), name=PULSE_INPUT)
    x = layers.ZeroPadding1D(FIRST_WIDTH // 2)(entry)
    x = layers.Conv1D(CHANNELS, FIRST_WIDTH, strides=PULSE_STRIDE, activation="elu")(x)
    x = layers.Dropout(DROPOUT)(x)
    x = layers.Conv1D(CHANNELS, 3, padding="same", activation="elu")(x)
    for gap in GAPS:
        y = layers.Conv1D(CHANNELS, WIDTH, padding="same", dilation_rate=gap, activation="elu")(x)
        y = layers.SpatialDropout1D(DROPOUT)(y)
        y = layers.Conv1D(CHANNELS, 1)(y)
        x = layers.Add()([x, y])
    x = layers.ELU()(x)
    return keras.Model(entry, layers.Conv1D(2, 1, name=PULSE_OUTPUT)(x))


class Excerpts(keras.utils.PyDataset):  # type: ignore[misc]  # Keras has no types
    """Batches of random excerpts, a little faster or slower than they are."""

    def __init__(self, examples: Sequence[PulseExample], seed: int) -> None:
        super().__init__()
        self.examples = examples
        self.random = np.random.default_rng(seed)
        self.order = self.random.permutation(len(examples))

    def __len__(self) -> int:
        return len(self.examples) // BATCH

    def __getitem__(self, index: int) -> tuple[Floats, Floats, Floats]:
        chosen = self.order[index * BATCH : (index + 1) * BATCH]
        parts = [example_to_excerpt(self.examples[at], self.random) for at in chosen]
        inputs, targets, weights = zip(*parts, strict=True)
        return np.stack(inputs), np.stack(targets), np.stack(weights)

    def on_epoch_end(self) -> None:
        """Mix the examples anew."""
        self.order = self.random.permutation(len(self.examples))


def example_to_excerpt(
    example: PulseExample, random: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Cut out and stretch: input `(2048, 48)`, targets `(1024, 2)`, weights `(1024,)`."""
    ratio = 2 ** random.uniform(-STRETCH, STRETCH)  # levels' frames in one of the excerpt
    needed = EXCERPT_FRAMES * ratio
    start = random.uniform(0, max(0.0, example.levels.shape[1] - needed))
    places = start + np.arange(EXCERPT_FRAMES) * ratio
    places = places[places <= example.levels.shape[1] - 1]
    low = np.floor(places).astype(int)
    part = (places - low).astype(np.float32)
    high = np.minimum(low + 1, example.levels.shape[1] - 1)
    levels = example.levels[:, low] * (1 - part) + example.levels[:, high] * part
    levels = np.maximum(levels, random.uniform(*FLOOR_DB) / LEVEL_RANGE_DB * 255)
    if random.random() < TOP_CUT:
        levels[random.integers(ONSET_MELS // 2, ONSET_MELS) :] = levels.min()
    entry = np.zeros((EXCERPT_FRAMES, ONSET_MELS), np.float32)
    entry[: len(places)] = levels_to_input(levels * np.float32(LEVEL_RANGE_DB / 255))
    n = EXCERPT_FRAMES // PULSE_STRIDE
    targets, weights = np.zeros((n, 2), np.float32), np.zeros(n, np.float32)
    weights[: len(places) // PULSE_STRIDE] = 1
    at = (example.beats_s * ONSET_RATE_HZ - start) / ratio / PULSE_STRIDE
    for column, which in enumerate((at, at[example.is_first])):
        if len(which):
            away = np.abs(np.arange(n)[:, None] - which).min(axis=1)
            targets[:, column] = np.maximum(0, 1 - away / BESIDE)
    return entry, targets, weights


def fit_network(examples: Sequence[PulseExample], seed: int, epochs: int = EPOCHS) -> Any:
    """Fit a network."""
    keras.utils.set_random_seed(seed)
    network = untrained()
    data = Excerpts(examples, seed)
    network.compile(
        keras.optimizers.AdamW(
            keras.optimizers.schedules.CosineDecay(RATE, epochs * len(data)),
            weight_decay=DECAY,
            clipnorm=1.0,
        ),
        keras.losses.BinaryCrossentropy(from_logits=True),
    )
    network.fit(data, epochs=epochs, verbose=2)
    return network


def network_to_onnx(network: Any) -> bytes:
    """Write a network as ONNX: levels `(1, n, 48)` → logits `(1, n / 2, 2)`."""
    signature = keras.InputSpec(shape=(None, None, ONSET_MELS), dtype="float32", name=PULSE_INPUT)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, MODEL_FILE)
        network.export(str(path), format="onnx", input_signature=[signature], verbose=False)
        model = onnx.load(path)
    (output,) = model.graph.output
    for node in model.graph.node:
        node.input[:] = [PULSE_OUTPUT if name == output.name else name for name in node.input]
        node.output[:] = [PULSE_OUTPUT if name == output.name else name for name in node.output]
    output.name = PULSE_OUTPUT
    return bytes(model.SerializeToString())
