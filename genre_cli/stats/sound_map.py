"""Embeddings of songs → a place for each on a map, near where they sound alike.

By principal components: the two directions in which the library differs most. They are found in
some thousand songs at most, so that a large library has its map in seconds, and a new song moves
the others little.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_LOOKED_AT: Final = 4000  # songs
N_DIRECTIONS: Final = 2


def embeddings_to_places(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn float32 `(n_songs, n_features)` into places, float32 `(n_songs, 2)`, around 0."""
    step = -(-len(embeddings) // MOST_LOOKED_AT)
    looked_at = embeddings[::step]
    mean = looked_at.mean(axis=0)
    # Of the smaller of the two tables of products, which have the same directions in them.
    centred = (looked_at - mean).astype(np.float64)
    if len(centred) < centred.shape[1]:
        _, vectors = np.linalg.eigh(centred @ centred.T)
        directions = centred.T @ vectors[:, ::-1][:, :N_DIRECTIONS]
    else:
        _, vectors = np.linalg.eigh(centred.T @ centred)
        directions = vectors[:, ::-1][:, :N_DIRECTIONS]
    directions = to_signed_unit(directions)
    places: NDArray[np.float32] = (embeddings - mean) @ directions.astype(np.float32)
    missing = N_DIRECTIONS - places.shape[1]  # one song alone has one direction, of length 0
    return np.pad(places, ((0, 0), (0, missing)))


def to_signed_unit(directions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale columns to length 1, zeros stay, the largest number of each above 0.

    So the same library has the same map on every processor.
    """
    lengths = np.linalg.norm(directions, axis=0)
    largest = directions[np.abs(directions).argmax(axis=0), range(directions.shape[1])]
    scaled: NDArray[np.float64] = directions / np.where(lengths == 0, 1, lengths)
    return scaled * np.where(largest < 0, -1, 1)
