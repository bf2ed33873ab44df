"""`make evaluate`: both models on the artist-disjoint folds, printed and written as the report.

Every choice (calibration, thresholds, weights of the ensemble) is made on these held-out scores.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from music_genre.audio import grid, levels
from svm_service import features as svm_features
from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.data.features_cache import cached_features
from training.data.sources import modules_to_sources
from training.evaluation.folds import (
    FOLDS,
    Features,
    Fit,
    Fitted,
    FoldsError,
    HeldOut,
    Labels,
    features_to_fitted,
    features_to_held_out,
    fitted_to_held_out,
)
from training.evaluation.measures import (
    measures_to_text,
    probabilities_to_measures,
)
from training.evaluation.pictures import measures_to_picture
from training.genre import quantize, svm, vgg19
from training.genre.ensemble import NAME as ENSEMBLE
from training.genre.ensemble import held_out_to_ensemble
from training.genre.quantize import onnx_to_int8
from training.settings import PICTURES, SERVICE_OUTPUTS, TrainingSettings
from vgg19_service import head

SEED = 0
MODELS = (svm.NAME, vgg19.NAME)
FOLDS_REPORT = SERVICE_OUTPUTS.report
FP32_BACKBONE = "vgg19-backbone-fp32.onnx"
INT8_BACKBONE = "vgg19-backbone-int8.onnx"
BACKBONE_SOURCES = modules_to_sources(vgg19, head)
VGG19_SOURCES = {
    FP32_BACKBONE: BACKBONE_SOURCES,
    INT8_BACKBONE: [*BACKBONE_SOURCES, *modules_to_sources(quantize)],
}


@dataclass(frozen=True)
class Recipe:
    """A way to make one of the models: its features of all clips, and how it is fitted on them.

    `clips_to_features` computes the features of other clips, or takes them from the cache.
    """

    name: str
    features: Features
    fit: Fit
    clips_to_features: Callable[[list[Clip]], Features]


def clips_to_recipes(
    clips: list[Clip], settings: TrainingSettings, names: Sequence[str] = MODELS
) -> list[Recipe]:
    """The recipes of `names` with the features of `clips`, computed or from the cache."""
    ways: dict[str, tuple[Fit, Callable[[list[Clip]], Features]]] = {
        svm.NAME: (svm.fit, partial(svm_to_vectors, settings=settings)),
        vgg19.NAME: (vgg19.fit, partial(vgg19_to_statistics, clips, settings, INT8_BACKBONE)),
    }
    return [
        Recipe(name, clips_to_features(clips), fit, clips_to_features)
        for name, (fit, clips_to_features) in ways.items()
        if name in names
    ]


def svm_to_vectors(clips: list[Clip], settings: TrainingSettings) -> Features:
    """Vectors of the clips, computed or from the cache."""
    sources = modules_to_sources(svm_features, grid, levels)
    return cached_features(
        settings.build_dir, clips, sources, svm.clips_to_features, title=svm.NAME
    )


def vgg19_to_statistics(
    learnt: list[Clip], settings: TrainingSettings, graph: str, clips: list[Clip]
) -> Features:
    """Statistics of `clips` by one of the backbones, computed or from the cache.

    Where the backbone has to be made first, its ranges for 8 bits are those of `learnt`.
    """
    path = made_backbone(learnt, settings, graph)
    return cached_features(
        settings.build_dir,
        clips,
        [path, *modules_to_sources(grid, levels)],
        partial(vgg19.clips_to_statistics, path),
        title=path.stem,
    )


def made_backbone(clips: list[Clip], settings: TrainingSettings, graph: str) -> Path:
    """Path of a backbone's graph; made when it is missing or older than its code."""
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
    """Genre numbers `(n_clips,)`: the places of the clips' genres in `genres`."""
    return np.array([genres.index(clip.genre) for clip in clips])


def recipe_to_held_out(
    recipe: Recipe, clips: list[Clip], genres: Sequence[str], seed: int = SEED
) -> HeldOut:
    """Held-out scores of a recipe on the folds that the clips name."""
    folds = np.array([clip.fold for clip in clips])
    labels = clips_to_labels(clips, genres)
    return features_to_held_out(recipe.fit, recipe.features, labels, folds, seed)


def excerpts_to_held_out(
    fitted: Mapping[str, Fitted], features: Features, clips: list[Clip], genres: Sequence[str]
) -> HeldOut:
    """Held-out scores of other features of the clips, by models that `recipe_to_fitted` made."""
    folds = np.array([clip.fold for clip in clips])
    return fitted_to_held_out(fitted, features, clips_to_labels(clips, genres), folds)


def recipe_to_fitted(recipe: Recipe, clips: list[Clip]) -> dict[str, Fitted]:
    """A model for each fold, of the others. Raises `FoldsError`."""
    labels = clips_to_labels(clips, clips_to_genres(clips))
    folds = np.array([clip.fold for clip in clips])
    return features_to_fitted(recipe.fit, recipe.features, labels, folds, SEED)


def held_out_to_report(
    by_model: Mapping[str, HeldOut], together: HeldOut, genres: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Measures of each model and of both together, all folds in one and each alone."""
    answers = dict(by_model) if len(by_model) == 1 else {**by_model, ENSEMBLE: together}
    return {
        name: probabilities_to_measures(held.probabilities, held.labels, genres)
        | {
            "fold_accuracies": {
                fold: float(held.hits[held.folds == fold].mean()) for fold in FOLDS
            },
            "confident": held.confident_share(),
        }
        for name, held in answers.items()
    }


def main() -> None:
    """Print and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, default=FOLDS_REPORT, help="where the report goes")
    arguments = parser.parse_args()
    settings = TrainingSettings()
    clips = folder_to_clips(settings.gtzan_dir)
    genres = clips_to_genres(clips)
    by_model = {
        recipe.name: recipe_to_held_out(recipe, clips, genres)
        for recipe in clips_to_recipes(clips, settings)
    }
    _, together = held_out_to_ensemble(by_model)
    report = held_out_to_report(by_model, together, genres)
    for name, measures in report.items():
        title = f"{name} on artist-disjoint folds"
        print(measures_to_text(title, measures), end="\n\n")
        measures_to_picture(title, measures, PICTURES / f"folds-{name}.png")
    labels = by_model[svm.NAME].labels
    print(f"always the commonest genre: {np.bincount(labels).max() / len(labels):.1%}")
    write_json(arguments.json, report)
    print(f"written: {arguments.json.name}")


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
