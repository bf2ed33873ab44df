"""What the network saw → how much each place in time and frequency speaks for a genre.

The head says how much each statistic of each band speaks for a genre, more than that of an average
clip does (`Head.slopes`). A statistic is the square root of a map's mean or deviation over a band,
homogeneous of degree ½ in the map, so integrated gradients from an empty map are twice gradient ×
activation, need no gradient of the network, and share it out completely; what an average clip has
is taken off evenly over the band. So over all places the importance adds up to what the clip scores
more than an average one, for the genre less the mean of the others. Smoothing keeps that sum: at
the edges the map is mirrored.

Source: Sundararajan et al., arXiv:1703.01365 (integrated gradients); the closed form is our own.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from music_genre.stages import stage
from vgg19_service.head import MAX_BANDS
from vgg19_service.model import Maps

N_ROWS: Final = 32  # [rows of the map] 4 mel bands each
SMOOTHING: Final = 1.0  # standard deviation [places]; by the deletion test, docs/experiments.md

Floats = NDArray[np.float32]


@stage("explain")
def maps_to_importance(maps: Maps, genre: int) -> Floats:
    """Compute each place's importance for a genre, float32 `(32, n_columns)`, 4 image columns each.

    `genre` is its place in the scores. Unit: score; negative speaks for the others.
    """
    head = maps.head
    statistics = tuple(block_to_statistics(block) for block in maps.blocks)
    components = head.components(tuple(s[:, None] for s in statistics))[:, 0]
    slopes = head.slopes(components, genre)
    n_rows, n_columns = maps.blocks[0].shape[1:]
    importance, start = np.zeros((n_rows, n_columns), np.float32), 0
    for block, projection in zip(maps.blocks, head.projections, strict=True):
        end = start + len(projection)
        weights = np.einsum("bc,bvc->bv", slopes[start:end], projection)
        shares = block_to_shares(block, weights)
        average = np.einsum("bc,bc->b", slopes[start:end], head.offsets[start:end])
        shares += spread_over_bands(average, *shares.shape)
        importance += shares_to_grid(shares, n_rows, n_columns)
        start = end
    return np.asarray(gaussian_filter(grid_to_places(importance), SMOOTHING), np.float32)


def block_to_statistics(block: Floats) -> Floats:
    """Compute square roots of each band's mean and deviation, float32 `(n_bands, 2 · n_channels)`.

    `block` is float32 `(n_channels, n_rows, n_columns)`.
    """
    x = block_to_bands(block)
    return np.asarray(np.sqrt(np.concatenate([x.mean(axis=2), x.std(axis=2)])).T, np.float32)


def block_to_bands(block: Floats) -> Floats:
    """Put the places of each band in a row, float32 `(n_channels, n_bands, n_places)`."""
    return block.reshape(len(block), min(MAX_BANDS, block.shape[1]), -1)


def block_to_shares(block: Floats, weights: Floats) -> Floats:
    """Share of each place in weights × statistics, float32 `(n_rows, n_columns)`.

    `block` is float32 `(n_channels, n_rows, n_columns)`, `weights` `(n_bands, 2 · n_channels)`, of
    the means and then of the deviations.
    """
    x = block_to_bands(block)
    n_places = x.shape[2]
    mean = x.mean(axis=2)
    centred = x - mean[:, :, None]
    deviation = np.sqrt(np.einsum("cbn,cbn->cb", centred, centred) / n_places)
    of_mean, of_deviation = np.split(weights.T, 2)
    # einsum without BLAS, whose threads would fight with the network's for the cores.
    shares = np.einsum("cbn,cb->bn", x, _quotient(of_mean, n_places * np.sqrt(mean)))
    slope = _quotient(of_deviation, n_places * deviation**1.5)
    shares += np.einsum("cbn,cbn,cb->bn", x, centred, slope)
    return np.asarray(shares.reshape(block.shape[1:]), np.float32)


def _quotient(above: Floats, below: Floats) -> Floats:
    """`above / below`; 0 for a map that is empty or constant, whose statistic is 0."""
    return np.divide(above, below, out=np.zeros_like(below), where=below > 0)


def spread_over_bands(totals: Floats, n_rows: int, n_columns: int) -> Floats:
    """Spread each band's total `(n_bands,)` in equal parts over its places, `(n_rows, 1)`."""
    rows = n_rows // len(totals)
    each = totals / np.float32(rows * n_columns)
    return np.asarray(each.repeat(rows)[:, None], np.float32)


def shares_to_grid(shares: Floats, n_rows: int, n_columns: int) -> Floats:
    """Spread shares `(rows, columns)` evenly over the places they pool; the sum stays."""
    pooled = n_rows // shares.shape[0]  # places in each direction
    columns = np.minimum(np.arange(n_columns) // pooled, shares.shape[1] - 1)
    width = np.bincount(columns)
    return np.asarray((shares / (pooled * width)).repeat(pooled, axis=0)[:, columns], np.float32)


def grid_to_places(grid: Floats) -> Floats:
    """Add up the finest block's places to the map's own; a column left over goes with the last."""
    size = len(grid) // N_ROWS
    rows = grid.reshape(N_ROWS, size, -1).sum(axis=1)
    starts = np.arange(max(1, rows.shape[1] // size)) * size
    return np.asarray(np.add.reduceat(rows, starts, axis=1), np.float32)
