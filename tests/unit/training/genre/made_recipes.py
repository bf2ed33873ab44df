"""Recipes on made-up clips, for tests of what is measured with them."""

from pathlib import Path
from typing import Final

import numpy as np
import onnx
from onnx import TensorProto, helper

from music_genre.audio.constants import N_MELS
from svm_service.learnt import N_EMBEDDING
from training.data.dataset import Clip
from training.evaluation.folds import Features, Fitted, HeldOut, Labels, Rows, Scores
from training.genre import svm, vgg19
from training.genre.recipes import Recipe
from training.genre.teacher import Targets

GENRES: Final = ("jazz", "rock")
N_CLIPS: Final = 60


def made_clips() -> list[Clip]:
    """Make clips of two genres that differ in their lower half; the last one has no fold."""
    random = np.random.default_rng(3)
    clips = []
    for number in range(N_CLIPS):
        genre = GENRES[number % 2]
        log_mel = random.normal(-50, 10, (128, 387)).astype(np.float32)
        log_mel[:64] += 8 * (number % 2)
        fold = "" if number == N_CLIPS - 1 else "123"[number // 2 % 3]
        split = "train" if number < N_CLIPS // 2 else "valid"
        clips.append(Clip(f"{genre}.{number}", genre, split, fold, log_mel, f"artist {number}"))
    return clips


def clips_to_means(clips: list[Clip]) -> Features:
    """Compute the mean of eight groups of bands, float32 `(n_clips, 8)`."""
    return np.stack([c.log_mel.reshape(8, 16, -1).mean(axis=(1, 2)) for c in clips])


def with_embeddings(statistics: Features) -> Features:
    """Put embeddings of clips without audio behind statistics, `(n_clips, n + 2 · 1706)`.

    The embedding of the stored spectrogram holds the statistics again, and nothing else.
    """
    heard = np.full((len(statistics), N_EMBEDDING), np.nan, np.float32)
    stored = np.pad(statistics, ((0, 0), (0, N_EMBEDDING - statistics.shape[1])))
    return np.concatenate([statistics, heard, stored], axis=1)


def clips_to_svm_features(clips: list[Clip]) -> Features:
    """Compute the means and embeddings, float32 `(n_clips, 8 + 2 · 1706)`."""
    return with_embeddings(clips_to_means(clips))


def made_recipe(clips: list[Clip], name: str = svm.NAME) -> Recipe[Fitted]:
    """Make a recipe with few features and the SVM."""
    features = clips_to_svm_features(clips)
    none_narrow = np.full_like(features[:, :-N_EMBEDDING], np.nan)

    def fit(rows: Rows, labels: Labels, seed: int) -> svm.FittedSvm:
        return svm.fit(features[rows], none_narrow[rows], labels, seed)

    return Recipe(name, features, fit, clips_to_svm_features)


class LeastSquares:
    """A linear model of targets: one that is fitted as VGG19's head is."""

    def __init__(self, features: Features, targets: Targets, _seed: int) -> None:
        self._weights = np.linalg.lstsq(_with_one(features), targets)[0]

    def scores(self, features: Features) -> Scores:
        """Compute scores `(n, n_genres)`."""
        return (_with_one(features) @ self._weights).astype(np.float32)


def _with_one(features: Features) -> Features:
    return np.column_stack([features, np.ones(len(features), np.float32)])


def made_held_out(seed: int, noise: float) -> HeldOut:
    """Make scores of 180 clips of two genres, right more often the less noise there is."""
    random = np.random.default_rng(seed)
    labels = np.arange(180) // 3 % 2
    scores = random.normal(0, noise, (180, 2)).astype(np.float32)
    scores[np.arange(180), labels] += 1
    return HeldOut(scores, labels, np.array(["1", "2", "3"] * 60))


def write_mean_backbone(path: Path) -> Path:
    """Write a graph whose one statistic is the mean level of an image."""
    image = helper.make_tensor_value_info(vgg19.LEVELS, TensorProto.FLOAT, [None, N_MELS, None, 1])
    mean = helper.make_tensor_value_info(vgg19.STATISTICS, TensorProto.FLOAT, [None, 1])
    nodes = [
        helper.make_node("ReduceMean", [vgg19.LEVELS], ["m"], axes=[1, 2, 3], keepdims=1),
        helper.make_node("Flatten", ["m"], [vgg19.STATISTICS]),
    ]
    graph = helper.make_graph(nodes, "mean", [image], [mean])
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), path)
    return path
