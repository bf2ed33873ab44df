"""What the network saw → how much each place in time and frequency speaks for a genre.

A score is linear in the square roots of mean, deviation and maximum of each map over each band.
These are homogeneous of degree ½ in the map, so integrated gradients from an empty map are twice
gradient × activation, need no gradient of the network, and share out a score completely: over all
places the importance adds up to the genre's score without its bias, less the mean of the others.
Smoothing keeps that sum: at the edges the map is mirrored.

Source: Sundararajan et al., arXiv:1703.01365 (integrated gradients); the closed form is our own.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from vgg19_service.model import N_BANDS, Maps

N_STATISTICS: Final = 3  # mean, deviation, maximum
SMOOTHING: Final = 1.0  # standard deviation [places]; by the deletion test, docs/experiments.md

Floats = NDArray[np.float32]


def maps_to_importance(maps: Maps, genre: int) -> Floats:
    """Importance of each place for a genre, float32 `(n_rows, n_columns)` of the finest block.

    `genre` is the column of the genre in the head. Unit: score; negative speaks for the others.
    """
    weights = kernel_to_contrast(maps.head_kernel, genre)
    n_rows, n_columns = maps.blocks[0].shape[1:]
    importance, start = np.zeros((n_rows, n_columns), np.float32), 0
    for block in maps.blocks:
        end = start + N_STATISTICS * N_BANDS * len(block)
        shares = block_to_shares(block, weights[start:end].reshape(N_STATISTICS, N_BANDS, -1))
        importance += shares_to_grid(shares, n_rows, n_columns)
        start = end
    return np.asarray(gaussian_filter(importance, SMOOTHING), np.float32)


def kernel_to_contrast(kernel: Floats, genre: int) -> Floats:
    """Weights of a genre less the mean of the other genres', float32 `(n_features,)`."""
    others = np.delete(kernel, genre, axis=1)
    return np.asarray(kernel[:, genre] - others.mean(axis=1), np.float32)


def block_to_shares(block: Floats, weights: Floats) -> Floats:
    """Share of each place in a block's part of the score, float32 `(n_rows, n_columns)`.

    `block` is float32 `(n_channels, n_rows, n_columns)`, not negative; `weights` are
    `(n_statistics, n_bands, n_channels)`.
    """
    n_channels, n_rows, n_columns = block.shape
    x = block.reshape(n_channels, N_BANDS, -1)  # the places of a band in a row
    n_places = x.shape[2]
    mean, largest = x.mean(axis=2), x.max(axis=2)
    centred = x - mean[:, :, None]
    deviation = np.sqrt(np.einsum("cbn,cbn->cb", centred, centred) / n_places)
    of_mean, of_deviation, of_largest = weights.transpose(0, 2, 1)
    # einsum without BLAS, whose threads would fight with the network's for the cores.
    shares = np.einsum("cbn,cb->bn", x, _quotient(of_mean, n_places * np.sqrt(mean)))
    slope = _quotient(of_deviation, n_places * deviation**1.5)
    shares += np.einsum("cbn,cbn,cb->bn", x, centred, slope)
    is_largest = (x == largest[:, :, None]).astype(np.float32)
    each = of_largest * np.sqrt(largest) / is_largest.sum(axis=2)  # equal ones share it
    shares += np.einsum("cbn,cb->bn", is_largest, each)
    return np.asarray(shares.reshape(n_rows, n_columns), np.float32)


def _quotient(above: Floats, below: Floats) -> Floats:
    """`above / below`; 0 for a map that is empty or constant, whose statistic is 0."""
    return np.divide(above, below, out=np.zeros_like(below), where=below > 0)


def shares_to_grid(shares: Floats, n_rows: int, n_columns: int) -> Floats:
    """Spread shares `(rows, columns)` evenly over the places they pool; the sum stays."""
    pooled = n_rows // shares.shape[0]  # places in each direction
    columns = np.minimum(np.arange(n_columns) // pooled, shares.shape[1] - 1)
    width = np.bincount(columns)
    return np.asarray((shares / (pooled * width)).repeat(pooled, axis=0)[:, columns], np.float32)
