"""`python -m training.genre.splits`: how much the figures depend on how the folds are drawn.

The clips of the published folds are drawn into three folds again, once for each seed: artists kept
apart, and, only to compare with older papers, at random, with the same artists on both sides.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from sklearn.model_selection import StratifiedKFold
from tqdm import tqdm

from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.evaluation.folds import FOLDS, Fitted, FoldsError
from training.genre.crossvalidate import recipe_to_held_out
from training.genre.custom_folds import groups_to_folds, parts_to_folds
from training.genre.ensemble import NAME as ENSEMBLE
from training.genre.ensemble import held_out_to_ensemble
from training.genre.recipes import INT8_BACKBONE, Recipe, clips_to_recipes, made_backbone
from training.settings import REPORTS, TrainingSettings

SPLITS_REPORT: Final = REPORTS / "splits.json"
SEEDS: Final = (0, 1, 2)
BY_ARTIST: Final = "artist_disjoint"
AT_RANDOM: Final = "random"


def clips_to_drawn(clips: Sequence[Clip], how: str, seed: int) -> list[Clip]:
    """Draw new folds for the clips; those without one keep none."""
    known = [clip for clip in clips if clip.fold]
    if how == BY_ARTIST:
        folds = groups_to_folds(known, [clip.artist for clip in known], seed)
    else:
        splitter = StratifiedKFold(len(FOLDS), shuffle=True, random_state=seed)
        parts = splitter.split(np.zeros(len(known)), [clip.genre for clip in known])
        folds = parts_to_folds(parts, len(known))
    drawn = iter(folds)
    return [replace(clip, fold=next(drawn)) if clip.fold else clip for clip in clips]


def drawn_to_accuracies(recipes: Sequence[Recipe[Fitted]], clips: list[Clip]) -> dict[str, float]:
    """Measure each model's accuracy and both together's on the folds that the clips name."""
    genres = clips_to_genres(clips)
    held = {recipe.name: recipe_to_held_out(recipe, clips, genres) for recipe in recipes}
    _, held[ENSEMBLE] = held_out_to_ensemble(held)
    return {name: float(one.hits.mean()) for name, one in held.items()}


def recipes_to_report(recipes: Sequence[Recipe[Fitted]], clips: list[Clip]) -> dict[str, Any]:
    """Measure accuracies by kind of split and model, one for each seed. Raises `FoldsError`."""
    if any(clip.fold and not clip.artist for clip in clips):
        raise FoldsError("clips with a fold must name their artist, to be drawn anew")
    report: dict[str, Any] = {"seeds": list(SEEDS)}
    with tqdm(total=2 * len(SEEDS), desc="splits", unit="split") as progress:
        for how in (BY_ARTIST, AT_RANDOM):
            rows = []
            for seed in SEEDS:
                rows.append(drawn_to_accuracies(recipes, clips_to_drawn(clips, how, seed)))
                progress.update()
            report[how] = {name: [row[name] for row in rows] for name in rows[0]}
    return report


def main() -> None:
    """Measure, print and write."""
    settings = TrainingSettings()
    clips = folder_to_clips(settings.gtzan_dir)
    backbone = made_backbone(clips, settings, INT8_BACKBONE)
    report = recipes_to_report(clips_to_recipes(clips, settings, backbone), clips)
    for how in (BY_ARTIST, AT_RANDOM):
        for name, values in report[how].items():
            print(f"{how:16} {name:9}", ", ".join(f"{value:.1%}" for value in values))
    write_json(SPLITS_REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
