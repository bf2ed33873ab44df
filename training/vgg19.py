"""VGG19 on mel images: how it is built, fitted and exported.

The 16 ImageNet convolutions are kept; mean, spread and maximum over time of eight bands of
frequency, after blocks 3, 4 and 5, feed a linear head that is trained here. Keras 3 code without a
backend of its own: TensorFlow by default, any other by `KERAS_BACKEND`.

Source: Simonyan and Zisserman, arXiv:1409.1556; weights by Oxford VGG, CC BY 4.0.
"""

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from audio.constants import GENRES, N_MELS
from audio.model_bundle import SCORES_OUTPUT
from training.gtzan import Clip
from vgg19_service.features import log_mel_to_image

NAME: Final = "vgg19"
BLOCKS: Final = ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))  # convolutions, channels
POOLED_BLOCKS: Final = (3, 4, 5)
N_BANDS: Final = 8
BGR_MEANS: Final = (103.939, 116.779, 123.68)
EPOCHS: Final = 300
LEARNING_RATE: Final = 1e-3
WEIGHT_DECAY: Final = 0.1  # weight of the squared head weights in the loss
DEVIATION_FLOOR: Final = 1e-3
Floats = NDArray[np.float32]


def new_backbone(weights_path: Path) -> Any:
    """Keras model: images `(n, 128, width, 1)`, levels 0–255 → pooled statistics `(n, n_features)`.

    `weights_path` is an .npz with `block1_conv1__kernel`, `…__bias` and so on; where it does not
    exist, Keras fetches the same ImageNet weights.
    """
    import keras
    from keras import layers

    levels = keras.Input((N_MELS, None, 1), name="levels")
    x = layers.Concatenate()([levels, levels, levels])
    x = layers.Rescaling(1.0, offset=[-mean for mean in BGR_MEANS])(x)
    pooled = []
    for block, (n_convolutions, channels) in enumerate(BLOCKS, start=1):
        for number in range(1, n_convolutions + 1):
            name = f"block{block}_conv{number}"
            x = layers.Conv2D(channels, 3, padding="same", activation="relu", name=name)(x)
        if block in POOLED_BLOCKS:
            pooled += _band_statistics(x)
        x = layers.MaxPooling2D(2, name=f"block{block}_pool")(x)
    backbone = keras.Model(levels, layers.Concatenate()(pooled))
    _load_weights(backbone, weights_path)
    return backbone


def _band_statistics(x: Any) -> list[Any]:
    """Square roots of mean, deviation and maximum over time and within bands, each `(n, ·)`."""
    from keras import layers, ops

    rows = (x.shape[1] // N_BANDS, 1)
    mean = ops.mean(layers.AveragePooling2D(rows)(x), axis=2)
    square = ops.mean(layers.AveragePooling2D(rows)(x * x), axis=2)
    largest = ops.max(layers.MaxPooling2D(rows)(x), axis=2)
    deviation = ops.sqrt(ops.maximum(square - mean * mean, 0.0))
    return [layers.Flatten()(ops.sqrt(s)) for s in (mean, deviation, largest)]


def _load_weights(backbone: Any, weights_path: Path) -> None:
    """Put ImageNet's convolutions into the layers of the same names."""
    if weights_path.exists():
        with np.load(weights_path) as stored:
            weights = {name: stored[name] for name in stored.files}
    else:
        from keras.applications import VGG19

        weights = {}
        for layer in VGG19(weights="imagenet", include_top=False).layers:
            for kind, value in zip(("kernel", "bias"), layer.get_weights(), strict=False):
                weights[f"{layer.name}__{kind}"] = value
    for layer in backbone.layers:
        if layer.name.endswith(tuple("1234")) and "_conv" in layer.name:
            layer.set_weights([weights[f"{layer.name}__kernel"], weights[f"{layer.name}__bias"]])


class Vgg19Features:
    """Pooled statistics of clips: each clip whole, and its two halves for training."""

    def __init__(self, weights_path: Path) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        self.backbone = new_backbone(weights_path)

    def clips_to_views(self, clips: list[Clip]) -> Floats:
        """Statistics of whole, first half, second half: float32 `(n_clips, 3, n_features)`."""
        return np.stack(
            [
                np.concatenate(
                    [
                        np.asarray(self.backbone(image[None], training=False))
                        for image in clip_to_images(clip)
                    ]
                )
                for clip in tqdm(clips, desc="VGG19 statistics", unit="clip")
            ]
        )


def clip_to_images(clip: Clip) -> list[Floats]:
    """The clip's image, whole and halved in time."""
    half = clip.log_mel.shape[1] // 2
    parts = (clip.log_mel, clip.log_mel[:, :half], clip.log_mel[:, half : 2 * half])
    return [log_mel_to_image(part) for part in parts]


class FittedHead:
    """A linear head over standardised statistics."""

    def __init__(self, mean: Floats, deviation: Floats, kernel: Floats, bias: Floats) -> None:
        # Standardisation is folded into the weights, so that serving has one matrix less.
        self.kernel = (kernel / deviation[:, None]).astype(np.float32)
        self.bias = (bias - (mean / deviation) @ kernel).astype(np.float32)

    def scores(self, features: Floats) -> Floats:
        """Scores of the whole clips, float32 `(n, n_genres)`."""
        return features[:, 0] @ self.kernel + self.bias


def fit(features: Floats, labels: NDArray[np.intp], seed: int) -> FittedHead:
    """Train the head on `(n, 3, n_features)` and labels `(n,)` by gradient descent in Keras."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    rows = features.reshape(-1, features.shape[-1])
    mean, deviation = rows.mean(axis=0), np.maximum(rows.std(axis=0), DEVIATION_FLOOR)
    standardised = (rows - mean) / deviation
    head = keras.Sequential(
        [
            keras.Input((rows.shape[1],)),
            layers.Dense(len(GENRES), kernel_regularizer=keras.regularizers.L2(WEIGHT_DECAY)),
        ]
    )
    head.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(LEARNING_RATE, EPOCHS)),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    head.fit(
        standardised,
        np.repeat(labels, features.shape[1]),
        batch_size=len(rows),
        epochs=EPOCHS,
        verbose=0,
    )
    kernel, bias = head.layers[0].get_weights()
    return FittedHead(mean, deviation, kernel, bias)


def save_onnx(backbone: Any, head: FittedHead, path: Path) -> None:
    """Write backbone and head as one fp32 graph: `levels` → `scores`."""
    import keras

    dense = keras.layers.Dense(len(GENRES), name=SCORES_OUTPUT)
    network = keras.Model(backbone.input, dense(backbone.output))
    dense.set_weights([head.kernel, head.bias])
    network(np.zeros((1, N_MELS, 64, 1), np.float32))
    signature = keras.InputSpec(shape=(None, N_MELS, None, 1), dtype="float32", name="levels")
    network.export(str(path), format="onnx", input_signature=[signature], verbose=False)
    _name_output(path)


def _name_output(path: Path) -> None:
    """Call the only output `scores`, whatever the exporter called it."""
    import onnx

    graph = onnx.load(path)
    (output,) = graph.graph.output
    for node in graph.graph.node:
        node.output[:] = [SCORES_OUTPUT if name == output.name else name for name in node.output]
    output.name = SCORES_OUTPUT
    onnx.save(graph, path)
