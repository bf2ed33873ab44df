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
from sklearn.preprocessing import StandardScaler

from music_genre.audio.constants import PATCHES_PER_WINDOW
from music_genre.audio.onnx_graph import OnnxGraph
from svm_service.learnt import N_EMBEDDING, patches_to_learnt
from svm_service.patches import musicnn_mel_to_patches
from training.data.dataset import Clip
from training.musicnn.stored_mel import log_mel_to_musicnn_mel

ALL_CORES: Final = 0
RIDGE: Final = 50.0  # penalty on standardised features, chosen on the folds
RANK: Final = 256  # of the map in that file: with it 99.4 % of the labels are those of all of it
LEAST_SPREAD: Final = 0.01  # [as the network gives it] deviation under which a feature is dead
FEWEST_PAIRS: Final = 30  # [clips with both] under which nothing can be learnt of the relation

Floats = NDArray[np.float32]


def clips_to_embeddings(
    clips: Sequence[Clip], network: Path, n_patches: int = PATCHES_PER_WINDOW
) -> Floats:
    """Compute both embeddings, float32 `(n_clips, 2 · 1706)`: of audio, of the stored spectrogram.

    What a clip does not have is NaN. `network` is the file of the service's network, which hears so
    many patches of the audio.
    """
    graph = OnnxGraph(network, ALL_CORES)
    return np.stack([clip_to_embeddings(clip, graph, n_patches) for clip in clips])


def clip_to_embeddings(clip: Clip, graph: OnnxGraph, n_patches: int = PATCHES_PER_WINDOW) -> Floats:
    """Compute both embeddings of one clip, float32 `(2 · 1706,)`; NaN for what it does not have."""
    heard = np.full(N_EMBEDDING, np.nan, np.float32)
    if clip.musicnn_mel is not None:
        patches = musicnn_mel_to_patches(clip.musicnn_mel, n_patches)
        heard = patches_to_learnt(patches, graph).embedding
    estimated = musicnn_mel_to_patches(log_mel_to_musicnn_mel(clip.log_mel))
    return np.concatenate([heard, patches_to_learnt(estimated, graph).embedding])


class StoredMap:
    """What the network would find in the audio, by what it finds in the stored spectrogram.

    `weights` is float32 `(1706, 1706)`, `bias` `(1706,)`; `scales` are the deviations of what comes
    in and of what goes out, `(1706,)` each.
    """

    def __init__(
        self, weights: Floats, bias: Floats, scales: tuple[Floats, Floats] | None = None
    ) -> None:
        self.weights, self.bias = weights, bias
        one = np.ones(len(bias), np.float32)
        self.scales = scales or (one, one)

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
    of_stored, of_audio = rows_to_scaler(stored[has_both]), rows_to_scaler(audio[has_both])
    ridge = Ridge(RIDGE).fit(
        of_stored.transform(stored[has_both]), of_audio.transform(audio[has_both])
    )
    outgoing = np.where(np.isinf(of_audio.scale_), 0.0, of_audio.scale_)
    weights = (ridge.coef_.T / of_stored.scale_[:, None]) * outgoing
    bias = ridge.intercept_ * outgoing + of_audio.mean_ - of_stored.mean_ @ weights
    scales = (of_stored.scale_.astype(np.float32), outgoing.astype(np.float32))
    return StoredMap(weights.astype(np.float32), bias.astype(np.float32), scales)


def rows_to_scaler(rows: Floats) -> StandardScaler:
    """Fit a scaler that makes what hardly varies in `rows` `(n, n_features)` 0 for ever.

    Two thirds of the pooled features are dead. What is 1e-11 in every clip of GTZAN and 1e-3 in
    somebody's song would else decide its genre.
    """
    scaler = StandardScaler().fit(rows.astype(np.float64))
    scaler.scale_[np.sqrt(scaler.var_) < LEAST_SPREAD] = np.inf
    return scaler


def map_to_file(stored_map: StoredMap, path: Path) -> None:
    """Keep a map by its main directions, in half precision: 0.7 MB instead of 12."""
    incoming, outgoing = stored_map.scales
    # Features are of very different size, so directions are those of the standardised map.
    reach = np.where(np.isinf(incoming), 0.0, incoming)[:, None]
    standard = stored_map.weights.astype(np.float64) * reach / np.where(outgoing, outgoing, 1)
    left, sizes, right = np.linalg.svd(standard)
    root = np.sqrt(sizes[:RANK])
    np.savez_compressed(
        path,
        left=(left[:, :RANK] * root).astype(np.float16),
        right=(right[:RANK] * root[:, None]).astype(np.float16),
        incoming=incoming,
        outgoing=outgoing,
        bias=stored_map.bias,
    )


@cache
def file_to_map(path: Path) -> StoredMap:
    """Read a map that `map_to_file` has kept. Raises `OSError`."""
    with np.load(path) as kept:
        left, right = (kept[side].astype(np.float32) for side in ("left", "right"))
        incoming, outgoing = kept["incoming"], kept["outgoing"]
        weights = (left / incoming[:, None]) @ (right * outgoing)
        return StoredMap(weights, kept["bias"], (incoming, outgoing))
