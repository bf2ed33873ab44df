"""VGG19 on mel images: how it is built, fitted and exported.

The 16 ImageNet convolutions are kept (the backbone); mean and spread over time of sixteen bands of
frequency, after blocks 2, 3, 4 and 5, feed machines that compare clips band by band
(`training.genre.kernel_head`) and learn from labels and from what the SVM says
(`training.genre.teacher`). They are trained on what the 8-bit backbone really gives, so that
quantisation costs nothing twice. Keras 3 code without a backend of its own: TensorFlow by default,
any other by `KERAS_BACKEND`.

Source: Simonyan and Zisserman, arXiv:1409.1556; weights by Oxford VGG, CC BY 4.0.
"""

import gc
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import N_MELS
from music_genre.audio.onnx_graph import OnnxGraph
from training.data.dataset import Clip
from training.genre import kernel_head
from vgg19_service.features import log_mel_to_image
from vgg19_service.head import MAX_BANDS, N_STATISTICS, POOLED_BLOCKS, Head

NAME: Final = "vgg19"
LEVELS: Final = "levels"  # input of the graphs
STATISTICS: Final = "statistics"  # output of a backbone
BLOCKS: Final = ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))  # convolutions, channels
BGR_MEANS: Final = (103.939, 116.779, 123.68)
ALL_CORES: Final = 0  # onnxruntime's own word for as many threads as there are cores
Floats = NDArray[np.float32]


def new_backbone(weights_path: Path) -> Any:
    """Make a Keras model: images `(n, 128, width, 1)`, levels 0–255 → statistics `(n, n_features)`.

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
            pooled.append(_band_statistics(x))
        x = layers.MaxPooling2D(2, name=f"block{block}_pool")(x)
    backbone = keras.Model(levels, layers.Concatenate()(pooled))
    _load_weights(backbone, weights_path)
    return backbone


def _band_statistics(x: Any) -> Any:
    """Square roots of mean and deviation over time and within bands, `(n, n_bands · n_values)`."""
    from keras import layers, ops

    rows = (max(1, x.shape[1] // MAX_BANDS), 1)
    mean = ops.mean(layers.AveragePooling2D(rows)(x), axis=2)
    square = ops.mean(layers.AveragePooling2D(rows)(x * x), axis=2)
    deviation = ops.sqrt(ops.maximum(square - mean * mean, 0.0))
    return layers.Flatten()(ops.concatenate([ops.sqrt(mean), ops.sqrt(deviation)], axis=-1))


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


def clips_to_statistics(graph_path: Path, clips: list[Clip]) -> Floats:
    """Compute each clip's statistics, float32 `(n_clips, n_features)`, by a backbone's graph."""
    graph = OnnxGraph(graph_path, ALL_CORES)
    images = (log_mel_to_image(clip.log_mel)[None] for clip in clips)
    return np.concatenate([graph.run([STATISTICS], image)[0] for image in images])


def features_to_blocks(features: Floats) -> tuple[Floats, ...]:
    """Cut rows `(n, n_features)` into blocks, each float32 `(n_bands, n, n_values)`."""
    blocks, start = [], 0
    for block in POOLED_BLOCKS:
        n_bands = min(MAX_BANDS, N_MELS >> (block - 1))
        n_values = N_STATISTICS * BLOCKS[block - 1][1]
        part = features[:, start : start + n_bands * n_values]
        blocks.append(part.reshape(-1, n_bands, n_values).transpose(1, 0, 2))
        start += n_bands * n_values
    return tuple(blocks)


class FittedVgg19:
    """A fitted head."""

    def __init__(self, head: Head) -> None:
        self.head = head

    def scores(self, features: Floats) -> Floats:
        """Compute scores, float32 `(n, n_genres)`, of statistics `(n, n_features)`."""
        return self.head.scores(self.head.components(features_to_blocks(features)))


def fit(features: Floats, targets: NDArray[np.float64], seed: int) -> FittedVgg19:
    """Fit the head on statistics `(n, n_features)` and targets `(n, n_genres)`, rows sum to 1."""
    return FittedVgg19(kernel_head.fit(features_to_blocks(features), targets, seed))


def save_backbone(weights_path: Path, path: Path) -> None:
    """Write the fp32 backbone as ONNX: `levels` → `statistics`."""
    import keras
    import onnx

    backbone = new_backbone(weights_path)
    backbone(np.zeros((1, N_MELS, 64, 1), np.float32))  # the exporter wants a model that ran
    signature = keras.InputSpec(shape=(None, N_MELS, None, 1), dtype="float32", name=LEVELS)
    backbone.export(str(path), format="onnx", input_signature=[signature], verbose=False)
    gc.collect()  # the exporter leaves five gigabytes in cycles
    graph = onnx.load(path)
    (output,) = graph.graph.output
    for node in graph.graph.node:
        node.output[:] = [STATISTICS if name == output.name else name for name in node.output]
    output.name = STATISTICS
    onnx.save(graph, path)


def save_with_head(backbone_path: Path, fitted: FittedVgg19, path: Path) -> None:
    """Write a backbone's graph with the head behind it: `levels` → `scores`."""
    import onnx

    model = onnx.load(backbone_path)
    kernel_head.add_head(model.graph, STATISTICS, fitted.head)
    onnx.checker.check_model(model)
    onnx.save(model, path)
