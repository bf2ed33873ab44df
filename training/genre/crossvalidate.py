"""`make evaluate`: both models on the artist-disjoint folds, printed and written as the report.

Every choice (calibration, thresholds, weights of the ensemble) is made on these held-out scores.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.evaluation.folds import (
    FOLDS,
    F_co,
    Features,
    Fitted,
    FoldsError,
    HeldOut,
    features_to_held_out,
    fit_to_fitted,
    fitted_to_held_out,
)
from training.evaluation.measures import (
    measures_to_text,
    probabilities_to_measures,
)
from training.evaluation.pictures import measures_to_picture
from training.genre import svm
from training.genre.ensemble import NAME as ENSEMBLE
from training.genre.ensemble import held_out_to_ensemble
from training.genre.recipes import (
    INT8_BACKBONE,
    SEED,
    Recipe,
    clips_to_labels,
    clips_to_recipes,
    clips_to_svm_recipe,
    made_backbone,
)
from training.settings import PICTURES, SERVICE_OUTPUTS, TrainingSettings

FOLDS_REPORT = SERVICE_OUTPUTS.report

Genres = Mapping[str, float]  # calibrated probability of each, sum 1


def recipe_to_held_out(
    recipe: Recipe[Fitted], clips: list[Clip], genres: Sequence[str], seed: int = SEED
) -> HeldOut:
    """Compute held-out scores of a recipe on the folds that the clips name."""
    folds = np.array([clip.fold for clip in clips])
    labels = clips_to_labels(clips, genres)
    return features_to_held_out(recipe.fit, recipe.features, labels, folds, seed)


def excerpts_to_held_out(
    fitted: Mapping[str, Fitted], features: Features, clips: list[Clip], genres: Sequence[str]
) -> HeldOut:
    """Compute held-out scores of other features, by models that `recipe_to_fitted` made."""
    folds = np.array([clip.fold for clip in clips])
    return fitted_to_held_out(fitted, features, clips_to_labels(clips, genres), folds)


def recipe_to_fitted(recipe: Recipe[F_co], clips: list[Clip]) -> dict[str, F_co]:
    """Fit a model for each fold, of the others. Raises `FoldsError`."""
    labels = clips_to_labels(clips, clips_to_genres(clips))
    folds = np.array([clip.fold for clip in clips])
    return fit_to_fitted(recipe.fit, labels, folds, SEED)


def settings_to_held_out_genres(settings: TrainingSettings) -> dict[str, Genres]:
    """Predict every clip with a fold by an SVM and a temperature of the others; genres by clip."""
    clips = folder_to_clips(settings.gtzan_dir)
    genres = clips_to_genres(clips)
    held_out = recipe_to_held_out(clips_to_svm_recipe(clips, settings), clips, genres)
    names = [clip.name for clip in clips if clip.fold]
    return {
        name: dict(zip(genres, row.tolist(), strict=True))
        for name, row in zip(names, held_out.probabilities, strict=True)
    }


def held_out_to_report(
    by_model: Mapping[str, HeldOut], together: HeldOut, genres: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Measure each model and both together, all folds in one and each alone."""
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
    backbone = made_backbone(clips, settings, INT8_BACKBONE)
    by_model = {
        recipe.name: recipe_to_held_out(recipe, clips, genres)
        for recipe in clips_to_recipes(clips, settings, backbone)
    }
    _, together = held_out_to_ensemble(by_model)
    report = held_out_to_report(by_model, together, genres)
    for name, measures in report.items():
        title = f"{name} on artist-disjoint folds"
        print(measures_to_text(title, measures), end="\n\n")
        measures_to_picture(title, measures, PICTURES / f"folds-{name}.png")
    labels = by_model[svm.NAME].labels
    print(f"majority baseline: {np.bincount(labels).max() / len(labels):.1%}")
    write_json(arguments.json, report)
    print(f"written: {arguments.json.name}")


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
