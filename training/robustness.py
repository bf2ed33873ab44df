"""`python -m training.robustness`: what is left of the accuracy after codecs, noise, cuts.

On the clips with 15 s of audio or more and a known artist; each is scored by a model of the other
folds, so the figures compare with `folds.json` (they differ from it a little even for "as it is",
because an excerpt is not the whole clip).
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from audio.decode import bytes_to_waveform
from training import svm, vgg19
from training.bundle import write_json
from training.crossvalidate import (
    INT8_BACKBONE,
    SEED,
    clips_to_labels,
    clips_to_recipes,
    made_backbone,
)
from training.folds import FOLDS, Fitted, FoldsError, fold_to_fitted
from training.gtzan import (
    LONGEST_CLIP_S,
    Clip,
    DatasetError,
    clips_to_genres,
    folder_to_clips,
    folder_to_rows,
    waveform_to_log_mel_of_clip,
)
from training.measures import hits_to_accuracy
from training.settings import REPORTS, TrainingSettings
from training.variants import VARIANTS

ROBUSTNESS_REPORT = REPORTS / "robustness.json"
EXCERPT_FROM_S = 15.0

Waveforms = dict[str, NDArray[np.float32]]


def folder_to_waveforms(folder: Path) -> Waveforms:
    """Waveforms, by clip, of all clips with enough audio and a fold."""
    waveforms = {}
    for row in folder_to_rows(folder):
        if not (row["audio"] and row["fold"]):
            continue
        decoded = bytes_to_waveform((folder / row["audio"]).read_bytes(), LONGEST_CLIP_S)
        if decoded.info.duration_s >= EXCERPT_FROM_S:
            waveforms[row["clip"]] = decoded.waveform
    return waveforms


def varied_clips(clips: list[Clip], waveforms: Waveforms, variant: str) -> list[Clip]:
    """The same clips with the log-mel of their varied audio."""
    change = VARIANTS[variant]
    return [
        replace(clip, log_mel=waveform_to_log_mel_of_clip(change(waveforms[clip.name])))
        for clip in clips
    ]


def held_out_hits(
    fitted: dict[str, Fitted],
    features: NDArray[np.float32],
    clips: list[Clip],
    genres: Sequence[str],
) -> int:
    """How many clips are right, each scored by the model that has not heard its fold."""
    labels = clips_to_labels(clips, genres)
    hits = 0
    for fold, model in fitted.items():
        inside = np.array([clip.fold == fold for clip in clips])
        if inside.any():
            said = model.scores(features[inside]).argmax(axis=1)
            hits += int((said == labels[inside]).sum())
    return hits


def main() -> None:
    """Measure, print and write."""
    settings = TrainingSettings()
    clips = folder_to_clips(settings.gtzan_dir)
    genres = clips_to_genres(clips)
    labels, folds = clips_to_labels(clips, genres), np.array([clip.fold for clip in clips])
    fitted = {
        recipe.name: {
            fold: fold_to_fitted(recipe.fit, recipe.features, labels, folds, fold, SEED)
            for fold in FOLDS
        }
        for recipe in clips_to_recipes(clips, settings)
    }
    graph = made_backbone(clips, settings, INT8_BACKBONE)
    waveforms = folder_to_waveforms(settings.gtzan_dir)
    heard = [clip for clip in clips if clip.name in waveforms]
    report: dict[str, dict[str, Any]] = {svm.NAME: {}, vgg19.NAME: {}}
    for variant in tqdm(VARIANTS, desc="variants"):
        varied = varied_clips(heard, waveforms, variant)
        features = {
            svm.NAME: svm.clips_to_features(varied),
            vgg19.NAME: vgg19.clips_to_views(graph, varied),
        }
        for name, models in fitted.items():
            hits = held_out_hits(models, features[name], varied, genres)
            report[name][variant] = hits_to_accuracy(hits, len(varied))
    for name, rows in report.items():
        for variant, row in rows.items():
            low, high = row["accuracy_95"]
            print(f"{name:6} {variant:18} {row['accuracy']:6.1%} ({low:.1%} – {high:.1%})")
    write_json(ROBUSTNESS_REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
