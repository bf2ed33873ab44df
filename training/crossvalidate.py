"""`make evaluate`: both models on the artist-disjoint folds, printed and written as the report.

Every choice (calibration, thresholds, weights of the ensemble) is made on these held-out scores.
"""

import argparse
import sys
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
from training.gtzan import Clip, DatasetError, folder_to_clips
from training.measures import (
    measures_to_text,
    probabilities_to_measures,
    probabilities_to_mixture,
    probabilities_to_threshold,
)
from training.pictures import measures_to_picture
from training.quantize import onnx_to_int8
from training.settings import PICTURES, REPORTS, ROOT, TrainingSettings

SEED = 0
FOLDS_REPORT = REPORTS / "folds.json"
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


def clips_to_recipes(clips: list[Clip], settings: TrainingSettings) -> list[Recipe]:
    """Both recipes with the features of `clips`, computed or from the cache."""
    vectors = cached_features(
        settings.build_dir,
        clips,
        [ROOT / "svm_service" / "features.py", ROOT / "audio" / "columns.py"],
        svm.clips_to_features,
    )
    views = vgg19_to_views(clips, settings, INT8_BACKBONE)
    return [Recipe(svm.NAME, vectors, svm.fit), Recipe(vgg19.NAME, views, vgg19.fit)]


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


def clips_to_labels(clips: list[Clip]) -> Labels:
    """Genre numbers `(n_clips,)`."""
    return np.array([clip.label for clip in clips])


def recipe_to_held_out(recipe: Recipe, clips: list[Clip], seed: int = SEED) -> HeldOut:
    """Held-out scores of a recipe on the folds that the clips name."""
    folds = np.array([clip.fold for clip in clips])
    return features_to_held_out(recipe.fit, recipe.features, clips_to_labels(clips), folds, seed)


def held_out_to_ensemble(svm_held: HeldOut, vgg19_held: HeldOut) -> EnsembleSettings:
    """Weights with the least log loss on held-out clips, and the threshold for them."""
    rows = {svm.NAME: svm_held.probabilities, vgg19.NAME: vgg19_held.probabilities}
    labels = svm_held.labels

    def mixture(weight: float) -> NDArray[np.float64]:
        return probabilities_to_mixture(rows, {svm.NAME: weight, vgg19.NAME: 1 - weight})

    def loss(weight: float) -> float:
        return float(-np.log(mixture(weight)[np.arange(len(labels)), labels]).mean())

    weight = float(min(np.linspace(0, 1, WEIGHT_STEPS), key=loss))
    threshold = probabilities_to_threshold(mixture(weight), labels, CONFIDENT_PRECISION)
    weights = {svm.NAME: round(weight, 2), vgg19.NAME: round(1 - weight, 2)}
    return EnsembleSettings(weights=weights, confident_from=round(threshold, 4))


def held_out_to_report(
    by_model: dict[str, HeldOut], ensemble: EnsembleSettings
) -> dict[str, dict[str, Any]]:
    """Measures of each model and of both together, all folds in one and each alone."""
    rows = {name: held.probabilities for name, held in by_model.items()}
    rows["ensemble"] = probabilities_to_mixture(rows, ensemble.weights)
    held = by_model[svm.NAME]
    return {
        name: probabilities_to_measures(probabilities, held.labels)
        | {
            "fold_accuracies": {
                fold: probabilities_to_measures(
                    probabilities[held.folds == fold], held.labels[held.folds == fold]
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
    by_model = {
        recipe.name: recipe_to_held_out(recipe, clips)
        for recipe in clips_to_recipes(clips, settings)
    }
    ensemble = held_out_to_ensemble(by_model[svm.NAME], by_model[vgg19.NAME])
    report = held_out_to_report(by_model, ensemble)
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
