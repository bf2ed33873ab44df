"""`python -m training.durations`: how right and how sure the models are about short excerpts.

The middle of each clip's mel image, scored by a model of the other folds. What is cut is the image,
so that all clips can be used, also those without audio.
"""

import sys
from dataclasses import replace
from typing import Any, Final

from tqdm import tqdm

from audio.constants import COLUMN_S
from audio.scores import scores_to_probabilities
from training import svm, vgg19
from training.bundle import write_json
from training.crossvalidate import (
    INT8_BACKBONE,
    clips_to_recipes,
    fitted_to_held_out,
    made_backbone,
    recipe_to_fitted,
)
from training.folds import FoldsError, HeldOut
from training.gtzan import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.measures import expected_calibration_error, hits_to_accuracy
from training.settings import REPORTS, TrainingSettings

DURATIONS_REPORT: Final = REPORTS / "durations.json"
DURATIONS_S: Final = (30.0, 15.0, 10.0, 5.0, 3.0)


def clip_to_excerpt(clip: Clip, duration_s: float) -> Clip:
    """The clip's middle `duration_s`."""
    n_columns = clip.log_mel.shape[1]
    wanted = min(n_columns, round(duration_s / COLUMN_S))
    start = (n_columns - wanted) // 2
    return replace(clip, log_mel=clip.log_mel[:, start : start + wanted])


def main() -> None:
    """Measure, print and write."""
    settings = TrainingSettings()
    clips = folder_to_clips(settings.gtzan_dir)
    genres = clips_to_genres(clips)
    fitted = {r.name: recipe_to_fitted(r, clips) for r in clips_to_recipes(clips, settings)}
    graph = made_backbone(clips, settings, INT8_BACKBONE)
    known = [clip for clip in clips if clip.fold]
    report: dict[str, list[dict[str, Any]]] = {name: [] for name in fitted}
    sure_of: dict[str, float] = {}  # temperatures of whole clips, as they are served
    for duration_s in tqdm(DURATIONS_S, desc="durations"):
        excerpts = [clip_to_excerpt(clip, duration_s) for clip in known]
        features = {
            svm.NAME: svm.clips_to_features(excerpts),
            vgg19.NAME: vgg19.clips_to_statistics(graph, excerpts),
        }
        for name, models in fitted.items():
            held = fitted_to_held_out(models, features[name], excerpts, genres)
            row = held_out_to_row(held, sure_of.setdefault(name, held.temperature))
            report[name].append({"duration_s": duration_s} | row)
    for name, rows in report.items():
        for row in rows:
            print(
                f"{name:6} {row['duration_s']:4.0f} s: right {row['accuracy']:.1%}, "
                f"sure {row['confidence']:.1%}, ECE {row['ece']:.3f}, "
                f"temperature that fits {row['fitting_temperature']:.3f}"
            )
    write_json(DURATIONS_REPORT, report)


def held_out_to_row(held: HeldOut, temperature: float) -> dict[str, Any]:
    """Accuracy, and confidence and calibration at a temperature; beside it the one that fits."""
    probabilities = scores_to_probabilities(held.scores, temperature)
    return hits_to_accuracy(int(held.hits.sum()), len(held.hits)) | {
        "confidence": float(probabilities.max(axis=1).mean()),
        "ece": expected_calibration_error(probabilities, held.labels),
        "fitting_temperature": held.temperature,
    }


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
