"""Clips → embeddings by musicnn's network, of their audio and of their stored spectrograms.

Most of GTZAN's clips here have a stored spectrogram alone, and a service only ever hears audio. So
what the network finds in stored spectrograms is mapped to what it would find in the audio, by ridge
regression on the clips that have both. In a cross-validation the training folds teach the map.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from music_genre.audio.constants import PATCHES_PER_WINDOW
from music_genre.audio.onnx_graph import OnnxGraph
from svm_service.learnt import N_EMBEDDING, patches_to_learnt
from svm_service.patches import musicnn_mel_to_patches
from training.data.dataset import Clip
from training.musicnn.stored_mel import log_mel_to_musicnn_mel

ALL_CORES: Final = 0
RIDGE: Final = 50.0  # penalty on standardised features, chosen on the folds
RANK: Final = 128  # of the map in that file; the folds see no difference to all of it
TINY: Final = 1e-12  # [any unit] where nothing depends on a feature
FEWEST_PAIRS: Final = 30  # [clips with both] under which nothing can be learnt of the relation

Floats = NDArray[np.float32]


def clips_to_embeddings(clips: Sequence[Clip], network: Path) -> Floats:
    """Compute both embeddings, float32 `(n_clips, 2 · 1706)`: of audio, of the stored spectrogram.

    What a clip does not have is NaN. `network` is the file of the service's network.
    """
    graph = OnnxGraph(network, ALL_CORES)
    return np.stack([clip_to_embeddings(clip, graph) for clip in clips])


def clip_to_embeddings(clip: Clip, graph: OnnxGraph) -> Floats:
    """Compute both embeddings of one clip, float32 `(2 · 1706,)`; NaN for what it does not have."""
    heard = np.full(N_EMBEDDING, np.nan, np.float32)
    if clip.musicnn_mel is not None:
        patches = musicnn_mel_to_patches(clip.musicnn_mel, PATCHES_PER_WINDOW)
        heard = patches_to_learnt(patches, graph).embedding
    estimated = musicnn_mel_to_patches(log_mel_to_musicnn_mel(clip.log_mel))
    return np.concatenate([heard, patches_to_learnt(estimated, graph).embedding])


class StoredMap:
    """What the network would find in the audio, by what it finds in the stored spectrogram.

    `weights` is float32 `(1706, 1706)`, `bias` `(1706,)`.
    """

    def __init__(self, weights: Floats, bias: Floats) -> None:
        self.weights, self.bias = weights, bias

    def heard(self, embeddings: Floats) -> Floats:
        """Give one embedding each, float32 `(n, 1706)`: of the audio, or else estimated."""
        audio, stored = embeddings[:, :N_EMBEDDING], embeddings[:, N_EMBEDDING:]
        is_missing = np.isnan(audio[:, 0])
        filled = audio.copy()
        filled[is_missing] = stored[is_missing] @ self.weights + self.bias
        return filled


def embeddings_to_map(embeddings: Floats) -> StoredMap:
    """Learn the map from the rows `(n, 2 · 1706)` that have both; the identity if they are few."""
    audio, stored = embeddings[:, :N_EMBEDDING], embeddings[:, N_EMBEDDING:]
    has_both = ~np.isnan(audio[:, 0]) & ~np.isnan(stored[:, 0])
    if has_both.sum() < FEWEST_PAIRS:
        return StoredMap(np.eye(N_EMBEDDING, dtype=np.float32), np.zeros(N_EMBEDDING, np.float32))
    scaler = StandardScaler().fit(audio[has_both])
    model = make_pipeline(StandardScaler(), Ridge(RIDGE))
    model.fit(stored[has_both].astype(np.float64), scaler.transform(audio[has_both]))
    of_stored, ridge = model[0], model[1]
    weights = (ridge.coef_.T / of_stored.scale_[:, None]) * scaler.scale_
    bias = ridge.intercept_ * scaler.scale_ + scaler.mean_ - of_stored.mean_ @ weights
    return StoredMap(weights.astype(np.float32), bias.astype(np.float32))


def map_to_file(stored_map: StoredMap, path: Path) -> None:
    """Keep a map by its main directions, in half precision: 0.9 MB instead of 12."""
    weights = stored_map.weights.astype(np.float64)
    # Features are of very different size: first each gets a size of its own.
    rows = np.sqrt((weights**2).mean(axis=1)) + TINY
    columns = np.sqrt((weights**2).mean(axis=0)) + TINY
    left, sizes, right = np.linalg.svd(weights / rows[:, None] / columns)
    root = np.sqrt(sizes[:RANK])
    np.savez_compressed(
        path,
        left=(left[:, :RANK] * root).astype(np.float16),
        right=(right[:RANK] * root[:, None]).astype(np.float16),
        rows=rows.astype(np.float32),
        columns=columns.astype(np.float32),
        bias=stored_map.bias,
    )


@cache
def file_to_map(path: Path) -> StoredMap:
    """Read a map that `map_to_file` has kept. Raises `OSError`."""
    with np.load(path) as kept:
        left, right = (kept[side].astype(np.float32) for side in ("left", "right"))
        weights = (left * kept["rows"][:, None]) @ (right * kept["columns"])
        return StoredMap(weights, kept["bias"])
