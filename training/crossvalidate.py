"""`make evaluate`: both models on the artist-disjoint folds, printed and written as the report.

Every choice (calibration, thresholds, weights of the ensemble) is made on these held-out scores.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frontend.ensemble import EnsembleSettings
from training import svm, vgg19
from training.bundle import write_json
from training.features_cache import cached_features
from training.folds import (
    CONFIDENT_PRECISION,
    FOLDS,
    Features,
    Fit,
    FoldsError,
    HeldOut,
    Labels,
    features_to_held_out,
)
from training.gtzan import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.measures import (
    PROBABILITY_FLOOR,
    measures_to_text,
    probabilities_to_measures,
    probabilities_to_mixture,
    probabilities_to_threshold,
)
from training.pictures import measures_to_picture
from training.quantize import onnx_to_int8
from training.settings import PICTURES, ROOT, SERVICE_OUTPUTS, TrainingSettings

SEED = 0
MODELS = (svm.NAME, vgg19.NAME)
FOLDS_REPORT = SERVICE_OUTPUTS.report
WEIGHT_STEPS = 21
FP32_BACKBONE = "vgg19-backbone-fp32.onnx"
INT8_BACKBONE = "vgg19-backbone-int8.onnx"
VGG19_SOURCES = {
    FP32_BACKBONE: [ROOT / "training" / "vgg19.py"],
    INT8_BACKBONE: [ROOT / "training" / "vgg19.py", ROOT / "training" / "quantize.py"],
}


@dataclass(frozen=True)
class Recipe:
    """A way to make one of the models: its features of all clips, and how it is fitted on them."""

    name: str
    features: Features
    fit: Fit


def clips_to_recipes(
    clips: list[Clip], settings: TrainingSettings, names: Sequence[str] = MODELS
) -> list[Recipe]:
    """The recipes of `names` with the features of `clips`, computed or from the cache."""
    recipes = []
    if svm.NAME in names:
        vectors = cached_features(
            settings.build_dir,
            clips,
            [ROOT / "svm_service" / "features.py", ROOT / "audio" / "columns.py"],
            svm.clips_to_features,
        )
        recipes.append(Recipe(svm.NAME, vectors, svm.fit))
    if vgg19.NAME in names:
        views = vgg19_to_views(clips, settings, INT8_BACKBONE)
        recipes.append(Recipe(vgg19.NAME, views, vgg19.fit))
    return recipes


def vgg19_to_views(clips: list[Clip], settings: TrainingSettings, graph: str) -> Features:
    """Statistics of the clips by one of the two backbones, computed or from the cache."""
    sources = [settings.vgg19_weights, *VGG19_SOURCES[graph], ROOT / "audio" / "columns.py"]
    return cached_features(
        settings.build_dir,
        clips,
        sources,
        lambda clips: vgg19.clips_to_views(made_backbone(clips, settings, graph), clips),
        variant=graph,
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


def held_out_to_ensemble(by_model: Mapping[str, HeldOut]) -> EnsembleSettings:
    """Weights with the least log loss on held-out clips, and the threshold for them.

    A model that is alone has all the weight.
    """
    if len(by_model) == 1:
        ((name, held),) = by_model.items()
        return EnsembleSettings(weights={name: 1}, confident_from=round(held.confident_from, 4))
    rows = {name: held.probabilities for name, held in by_model.items()}
    labels = by_model[svm.NAME].labels

    def mixture(weight: float) -> NDArray[np.float64]:
        return probabilities_to_mixture(rows, {svm.NAME: weight, vgg19.NAME: 1 - weight})

    def loss(weight: float) -> float:
        right = mixture(weight)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(right, PROBABILITY_FLOOR)).mean())

    weight = float(min(np.linspace(0, 1, WEIGHT_STEPS), key=loss))
    threshold = probabilities_to_threshold(mixture(weight), labels, CONFIDENT_PRECISION)
    weights = {svm.NAME: round(weight, 2), vgg19.NAME: round(1 - weight, 2)}
    return EnsembleSettings(weights=weights, confident_from=round(threshold, 4))


def held_out_to_report(
    by_model: Mapping[str, HeldOut], ensemble: EnsembleSettings, genres: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Measures of each model and of both together, all folds in one and each alone."""
    rows = {name: held.probabilities for name, held in by_model.items()}
    if len(rows) > 1:
        rows["ensemble"] = probabilities_to_mixture(rows, ensemble.weights)
    held = next(iter(by_model.values()))
    return {
        name: probabilities_to_measures(probabilities, held.labels, genres)
        | {
            "fold_accuracies": {
                fold: probabilities_to_measures(
                    probabilities[held.folds == fold], held.labels[held.folds == fold], genres
                )["accuracy"]
                for fold in FOLDS
            }
        }
        for name, probabilities in rows.items()
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
    ensemble = held_out_to_ensemble(by_model)
    report = held_out_to_report(by_model, ensemble, genres)
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
