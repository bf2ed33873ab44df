"""Weights of a network like musicnn's that nobody trained, and what it computes in plain numpy."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Kernel of each layer: frames, bands, inputs, filters.
CONVOLUTIONS: Final = {
    "conv2d": (7, 38, 1, 204),
    "conv2d_1": (7, 67, 1, 204),
    "conv2d_2": (128, 1, 1, 51),
    "conv2d_3": (64, 1, 1, 51),
    "conv2d_4": (32, 1, 1, 51),
    "conv2d_5": (7, 561, 1, 64),
    "conv2d_6": (7, 64, 1, 64),
    "conv2d_7": (7, 64, 1, 64),
}
DENSE: Final = {"dense": (1506, 200), "dense_1": (200, 50)}
NORMALISED: Final = (1, 204, 204, 51, 51, 51, 64, 64, 64, 1506, 200)
EPSILON: Final = 0.001


def made_weights(seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Make random weights by TensorFlow's names, of a size that keeps every layer's."""
    random = np.random.default_rng(seed)
    weights: dict[str, Array] = {}
    for name, shape in (*CONVOLUTIONS.items(), *DENSE.items()):
        size = np.sqrt(2 / np.prod(shape[:-1]))
        weights[f"{name}/kernel"] = random.normal(0, size, shape)
        weights[f"{name}/bias"] = random.normal(0, 0.1, shape[-1])
    for number, size in enumerate(NORMALISED):
        name = _normalisation(number)
        weights[f"{name}/gamma"] = random.uniform(0.5, 1.5, size)
        weights[f"{name}/beta"] = random.normal(0, 0.1, size)
        weights[f"{name}/moving_mean"] = random.normal(0, 0.1, size)
        weights[f"{name}/moving_variance"] = random.uniform(0.5, 1.5, size)
    return {name: value.astype(np.float32) for name, value in weights.items()}


def patch_to_outputs(
    weights: Mapping[str, NDArray[np.float32]], patch: NDArray[np.float32]
) -> tuple[Array, Array, Array]:
    """Compute the hidden layer, the pooled features and the logits of one patch `(187, 96)`."""
    image = _normalised(weights, patch.astype(np.float64)[..., None], 0)[..., 0]
    features = []
    for number, name in enumerate(list(CONVOLUTIONS)[:5]):
        convolved = _same_in_time(image, weights[f"{name}/kernel"][:, :, 0])
        biased = np.maximum(convolved + weights[f"{name}/bias"], 0)
        features.append(_normalised(weights, biased, number + 1).max(axis=1))
    layers = [np.concatenate(features, axis=1)]
    for number, name in enumerate(list(CONVOLUTIONS)[5:]):
        convolved = _same_in_time(layers[-1], weights[f"{name}/kernel"][:, :, 0])[:, 0]
        layer = _normalised(weights, np.maximum(convolved + weights[f"{name}/bias"], 0), 6 + number)
        layers.append(layer + layers[-1] if number else layer)
    everything = np.concatenate(layers, axis=1)
    pooled = np.stack([everything.max(axis=0), everything.mean(axis=0)], axis=1).ravel()
    inside = _normalised(weights, pooled, 9) @ weights["dense/kernel"] + weights["dense/bias"]
    hidden = _normalised(weights, np.maximum(inside, 0), 10)
    return hidden, pooled, hidden @ weights["dense_1/kernel"] + weights["dense_1/bias"]


def _normalisation(number: int) -> str:
    return f"batch_normalization_{number}" if number else "batch_normalization"


def _normalised(weights: Mapping[str, NDArray[np.float32]], layer: Array, number: int) -> Array:
    """Normalise the last axis."""
    gamma, beta, mean, variance = (
        weights[f"{_normalisation(number)}/{part}"].astype(np.float64)
        for part in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    return np.asarray(gamma * (layer - mean) / np.sqrt(variance + EPSILON) + beta)


def _same_in_time(image: Array, kernel: NDArray[np.float32]) -> Array:
    """Correlate `(frames, bands)` with `(n, m, filters)`: `(frames, bands - m + 1, filters)`."""
    n, m, _ = kernel.shape
    before = (n - 1) // 2
    padded = np.pad(image, ((before, n - 1 - before), (0, 0)))
    stretches = sliding_window_view(padded, (n, m))
    return np.tensordot(stretches, kernel.astype(np.float64), axes=((2, 3), (0, 1)))
