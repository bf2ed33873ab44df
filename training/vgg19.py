"""VGG19 on mel images: how it is built, fitted and exported.

The 16 ImageNet convolutions are kept (the backbone); mean, spread and maximum over time of eight
bands of frequency, after blocks 3, 4 and 5, feed a linear head that is trained here. The head is
trained on what the 8-bit backbone really gives, so that quantisation costs nothing twice. Keras 3
code without a backend of its own: TensorFlow by default, any other by `KERAS_BACKEND`.

Source: Simonyan and Zisserman, arXiv:1409.1556; weights by Oxford VGG, CC BY 4.0.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from audio.constants import N_MELS
from audio.model_bundle import SCORES_OUTPUT
from training.gtzan import Clip
from vgg19_service.features import log_mel_to_image
from vgg19_service.model import N_BANDS, POOLED_BLOCKS

NAME: Final = "vgg19"
LEVELS: Final = "levels"  # input of the graphs
STATISTICS: Final = "statistics"  # output of a backbone
BLOCKS: Final = ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))  # convolutions, channels
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

    levels = keras.Input((N_MELS, None, 1), name=LEVELS)
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


def clips_to_views(graph_path: Path, clips: list[Clip]) -> Floats:
    """Statistics of each clip whole and of its halves: float32 `(n_clips, 3, n_features)`.

    `graph_path` is a backbone's ONNX graph. The halves are there to train on: more examples, and
    shorter ones.
    """
    session = onnxruntime.InferenceSession(graph_path, providers=["CPUExecutionProvider"])
    return np.stack(
        [
            np.concatenate(
                [session.run([STATISTICS], {LEVELS: i[None]})[0] for i in clip_to_images(clip)]
            )
            for clip in clips
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
    n_genres = int(labels.max()) + 1  # every genre has clips in every part that is fitted on
    head = keras.Sequential(
        [
            keras.Input((rows.shape[1],)),
            layers.Dense(n_genres, kernel_regularizer=keras.regularizers.L2(WEIGHT_DECAY)),
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


def save_backbone(weights_path: Path, path: Path) -> None:
    """Write the fp32 backbone as ONNX: `levels` → `statistics`."""
    import keras
    import onnx

    backbone = new_backbone(weights_path)
    backbone(np.zeros((1, N_MELS, 64, 1), np.float32))  # the exporter wants a model that ran
    signature = keras.InputSpec(shape=(None, N_MELS, None, 1), dtype="float32", name=LEVELS)
    backbone.export(str(path), format="onnx", input_signature=[signature], verbose=False)
    graph = onnx.load(path)
    (output,) = graph.graph.output
    for node in graph.graph.node:
        node.output[:] = [STATISTICS if name == output.name else name for name in node.output]
    output.name = STATISTICS
    onnx.save(graph, path)


def save_with_head(backbone_path: Path, head: FittedHead, path: Path) -> None:
    """Write a backbone's graph with the head behind it: `levels` → `scores`."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(backbone_path)
    graph = model.graph
    graph.initializer.append(numpy_helper.from_array(head.kernel, "head_kernel"))
    graph.initializer.append(numpy_helper.from_array(head.bias, "head_bias"))
    inputs = [STATISTICS, "head_kernel", "head_bias"]
    graph.node.append(helper.make_node("Gemm", inputs, [SCORES_OUTPUT], name="head"))
    del graph.output[:]
    shape = [None, len(head.bias)]
    graph.output.append(helper.make_tensor_value_info(SCORES_OUTPUT, onnx.TensorProto.FLOAT, shape))
    onnx.checker.check_model(model)
    onnx.save(model, path)
