"""`python -m training.genre.durations`: how right and how sure the models are about short excerpts.

The middle of each clip's mel image, scored by a model of the other folds. What is cut is the image,
so that all clips can be used, also those without audio. Shorter music wants a higher temperature,
so each duration has one of its own, and serving takes the one between.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from music_genre.audio.constants import COLUMN_S, MUSICNN_HOP_LENGTH, MUSICNN_RATE_HZ, WINDOW_S
from music_genre.audio.scores import scores_to_probabilities
from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.evaluation.folds import Fitted, FoldsError, HeldOut
from training.evaluation.measures import expected_calibration_error, hits_to_accuracy
from training.genre.crossvalidate import excerpts_to_held_out, recipe_to_fitted
from training.genre.recipes import INT8_BACKBONE, Recipe, clips_to_recipes, made_backbone
from training.settings import REPORTS, TrainingSettings

DURATIONS_REPORT: Final = REPORTS / "durations.json"
DURATIONS_S: Final = (3.0, 5.0, 10.0, WINDOW_S)


def recipe_to_held_out_by_duration(
    recipe: Recipe[Fitted], clips: list[Clip], genres: Sequence[str]
) -> dict[float, HeldOut]:
    """Compute held-out scores of the clips' middles, by duration [s]. Raises `FoldsError`."""
    fitted = recipe_to_fitted(recipe, clips)
    known = [clip for clip in clips if clip.fold]
    by_duration = {}
    for duration_s in tqdm(DURATIONS_S, desc=f"durations, {recipe.name}", delay=5):
        excerpts = [clip_to_excerpt(clip, duration_s) for clip in known]
        features = recipe.clips_to_features(excerpts)
        by_duration[duration_s] = excerpts_to_held_out(fitted, features, excerpts, genres)
    return by_duration


def clip_to_excerpt(clip: Clip, duration_s: float) -> Clip:
    """Cut out the clip's middle `duration_s`; all of a shorter one."""
    n_columns = clip.log_mel.shape[1]
    wanted = min(n_columns, round(duration_s / COLUMN_S))
    start = (n_columns - wanted) // 2
    mel = clip.musicnn_mel
    return replace(
        clip,
        log_mel=clip.log_mel[:, start : start + wanted],
        musicnn_mel=None if mel is None else _middle(mel, duration_s),
        narrow=None,
    )


def _middle(musicnn_mel: NDArray[np.float32], duration_s: float) -> NDArray[np.float32]:
    """Cut the middle out of `(n_frames, 96)`; all of a shorter one."""
    wanted = round(duration_s * MUSICNN_RATE_HZ / MUSICNN_HOP_LENGTH)
    start = max(0, len(musicnn_mel) - wanted) // 2
    return musicnn_mel[start : start + wanted]


def held_out_to_temperatures(by_duration: dict[float, HeldOut]) -> dict[float, float]:
    """Fit the temperature of each duration [s], for the manifest."""
    return {
        duration_s: round(held.temperature, 4) for duration_s, held in sorted(by_duration.items())
    }


def held_out_to_row(held: HeldOut, whole_temperature: float) -> dict[str, Any]:
    """Measure accuracy, confidence and calibration; also by the temperature of whole windows."""
    uncorrected = scores_to_probabilities(held.scores, whole_temperature)
    return hits_to_accuracy(int(held.hits.sum()), len(held.hits)) | {
        "confidence": float(held.probabilities.max(axis=1).mean()),
        "ece": expected_calibration_error(held.probabilities, held.labels),
        "confidence_uncorrected": float(uncorrected.max(axis=1).mean()),
    }


def main() -> None:
    """Measure, print and write."""
    settings = TrainingSettings()
    clips = folder_to_clips(settings.gtzan_dir)
    genres = clips_to_genres(clips)
    report: dict[str, list[dict[str, Any]]] = {}
    backbone = made_backbone(clips, settings, INT8_BACKBONE)
    for recipe in clips_to_recipes(clips, settings, backbone):
        by_duration = recipe_to_held_out_by_duration(recipe, clips, genres)
        whole = by_duration[WINDOW_S].temperature
        report[recipe.name] = [
            {"duration_s": duration_s} | held_out_to_row(held, whole)
            for duration_s, held in by_duration.items()
        ]
        for row in report[recipe.name]:
            print(
                f"{recipe.name:6} {row['duration_s']:4.0f} s: right {row['accuracy']:.1%}, "
                f"sure {row['confidence']:.1%} (with one temperature for all: "
                f"{row['confidence_uncorrected']:.1%}), calibration error {row['ece']:.3f}"
            )
    write_json(DURATIONS_REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
