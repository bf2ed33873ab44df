"""How each genre model is made: its features of all clips, and how it is fitted on them.

Features come from the cache as far as it goes. Nothing here writes a model but `made_backbone`,
which is called by whoever trains or evaluates; its path is passed on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Generic

import numpy as np

from music_genre.audio import constants, grid, levels, mel, onnx_graph
from svm_service import features as svm_features
from svm_service import learnt, patches
from svm_service.learnt import N_EMBEDDING
from training.data.dataset import Clip
from training.data.features_cache import cached_features
from training.data.sources import modules_to_sources
from training.evaluation.folds import F_co, Features, Fit, Fitted, Labels, Rows, Scores
from training.evaluation.teacher import labels_to_taught
from training.genre import quantize, svm, vgg19
from training.genre.quantize import onnx_to_int8
from training.musicnn import embeddings, stored_mel
from training.settings import NETWORK, TrainingSettings
from vgg19_service import features as vgg19_features
from vgg19_service import head

SEED: Final = 0
MODELS: Final = (svm.NAME, vgg19.NAME)
FP32_BACKBONE: Final = "vgg19-backbone-fp32.onnx"
INT8_BACKBONE: Final = "vgg19-backbone-int8.onnx"
BACKBONE_SOURCES: Final = modules_to_sources(vgg19, head)
VGG19_SOURCES: Final = {
    FP32_BACKBONE: BACKBONE_SOURCES,
    # Ranges are measured on images, so what makes images belongs to it.
    INT8_BACKBONE: [*BACKBONE_SOURCES, *modules_to_sources(quantize, vgg19_features, levels)],
}
# What the features in the cache depend on, beside the clips and the bytes of the backbone.
SVM_FEATURE_SOURCES: Final = modules_to_sources(
    svm_features, constants, grid, levels, mel, patches, onnx_graph, learnt, embeddings, stored_mel
)
VGG19_FEATURE_SOURCES: Final = modules_to_sources(
    vgg19, vgg19_features, constants, grid, levels, onnx_graph
)


@dataclass(frozen=True)
class Recipe(Generic[F_co]):
    """A way to make one of the models: its features of all clips, and how it is fitted on them.

    `clips_to_features` computes the features of other clips, or takes them from the cache.
    """

    name: str
    features: Features
    fit: Fit[F_co]
    clips_to_features: Callable[[list[Clip]], Features]


def clips_to_recipes(
    clips: list[Clip], settings: TrainingSettings, backbone: Path
) -> list[Recipe[Fitted]]:
    """Give the recipes of `MODELS`, in that order, with the features of `clips`."""
    of_svm = clips_to_svm_recipe(clips, settings)
    return [of_svm, clips_to_vgg19_recipe(clips, settings, backbone, of_svm)]


def clips_to_svm_recipe(clips: list[Clip], settings: TrainingSettings) -> Recipe[svm.FittedSvm]:
    """Give the SVM's recipe with the features of `clips`."""
    clips_to_features = partial(svm_to_features, settings)
    features = clips_to_features(clips)
    narrow = clips_to_narrow_features(clips, clips_to_features, features.shape[1] - N_EMBEDDING)

    def fit(rows: Rows, labels: Labels, seed: int) -> svm.FittedSvm:
        return svm.fit(features[rows], narrow[rows], labels, seed)

    return Recipe(svm.NAME, features, fit, clips_to_features)


def clips_to_narrow_features(
    clips: list[Clip], clips_to_features: Callable[[list[Clip]], Features], n_features: int
) -> Features:
    """Compute the SVM's features of what is left in a narrow band, `(n_clips, n_features)`.

    NaN where there is nothing.
    """
    heard = [
        replace(clip, log_mel=clip.narrow.log_mel, musicnn_mel=clip.narrow.musicnn_mel)
        for clip in clips
        if clip.narrow
    ]
    features = np.full((len(clips), n_features), np.nan, np.float32)
    if heard:
        is_heard = [clip.narrow is not None for clip in clips]
        features[is_heard] = clips_to_features(heard)[:, :n_features]
    return features


def clips_to_vgg19_recipe(
    clips: list[Clip],
    settings: TrainingSettings,
    backbone: Path,
    teacher: Recipe[svm.FittedSvm],
) -> Recipe[vgg19.FittedVgg19]:
    """Give VGG19's recipe with the statistics that the graph `backbone` computes of `clips`.

    `teacher` is the SVM's recipe of the same clips, and learns from them or from fewer.
    """
    clips_to_features = partial(vgg19_to_statistics, settings, backbone)
    features = clips_to_features(clips)
    # Of a clip without a known artist nothing is known: it is nobody else's.
    artists = np.array([clip.artist or f"{clip.name} itself" for clip in clips])

    def fit(rows: Rows, labels: Labels, seed: int) -> vgg19.FittedVgg19:
        def scores_of(known: Rows, asked: Rows) -> Scores:
            fitted = teacher.fit(rows[known], labels[known], seed)
            return fitted.scores(teacher.features[rows[asked]])

        targets = labels_to_taught(labels, artists[rows], scores_of)
        return vgg19.fit(features[rows], targets, seed)

    return Recipe(vgg19.NAME, features, fit, clips_to_features)


def svm_to_features(settings: TrainingSettings, clips: list[Clip]) -> Features:
    """Compute statistics and embeddings of `clips`, or take them from the cache."""
    return cached_features(
        settings.build_dir,
        clips,
        [NETWORK, *SVM_FEATURE_SOURCES],
        partial(svm.clips_to_features, NETWORK),
        title=svm.NAME,
    )


def vgg19_to_statistics(settings: TrainingSettings, backbone: Path, clips: list[Clip]) -> Features:
    """Compute the statistics of `clips` by a backbone, or take them from the cache."""
    return cached_features(
        settings.build_dir,
        clips,
        [backbone, *VGG19_FEATURE_SOURCES],
        partial(vgg19.clips_to_statistics, backbone),
        title=backbone.stem,
    )


def made_backbone(clips: list[Clip], settings: TrainingSettings, graph: str) -> Path:
    """Write a backbone's graph where it is missing or older than its code; return its path.

    The ranges for 8 bits are those of `clips`.
    """
    path = settings.build_dir / graph
    newest = max(source.stat().st_mtime for source in VGG19_SOURCES[graph])
    if not path.exists() or path.stat().st_mtime < newest:
        settings.build_dir.mkdir(parents=True, exist_ok=True)
        if graph == FP32_BACKBONE:
            vgg19.save_backbone(settings.vgg19_weights, path)
        else:
            onnx_to_int8(made_backbone(clips, settings, FP32_BACKBONE), path, clips)
    return path


def clips_to_labels(clips: list[Clip], genres: Sequence[str]) -> Labels:
    """Turn the genres of `clips` into their places in `genres`, intp `(n_clips,)`."""
    return np.array([genres.index(clip.genre) for clip in clips])
