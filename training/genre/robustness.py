"""`python -m training.genre.robustness`: what is left of the accuracy after codecs, noise, cuts.

On the clips with 15 s of audio or more and a known artist; each is scored by a model of the other
folds, so the figures compare with `folds.json` (they differ from it a little even for "as it is",
because an excerpt is not the whole clip).
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.errors import AudioProcessingError
from music_genre.audio.scores import scores_to_probabilities
from training.bundle import write_json
from training.data.dataset import (
    LONGEST_CLIP_S,
    Clip,
    DatasetError,
    clips_to_genres,
    error_to_reason,
    folder_to_clips,
    folder_to_rows,
    waveform_to_spectrograms,
)
from training.evaluation.folds import FoldsError, Labels
from training.evaluation.measures import (
    hits_to_accuracy,
    probabilities_to_mixture,
    probabilities_to_sharpened,
)
from training.genre.crossvalidate import excerpts_to_held_out, recipe_to_fitted
from training.genre.ensemble import NAME as ENSEMBLE
from training.genre.ensemble import held_out_to_ensemble
from training.genre.recipes import (
    INT8_BACKBONE,
    clips_to_labels,
    clips_to_recipes,
    made_backbone,
)
from training.genre.variants import VARIANTS
from training.settings import REPORTS, TrainingSettings

ROBUSTNESS_REPORT = REPORTS / "robustness.json"
EXCERPT_FROM_S = 15.0

Waveforms = dict[str, NDArray[np.float32]]


def folder_to_waveforms(folder: Path) -> Waveforms:
    """Read the waveforms, by clip, of all clips with enough audio and a fold."""
    waveforms = {}
    for row in folder_to_rows(folder):
        if not (row["audio"] and row["fold"]):
            continue
        try:
            decoded = bytes_to_waveform((folder / row["audio"]).read_bytes(), LONGEST_CLIP_S)
        except (AudioProcessingError, OSError) as error:
            print(f"left out: {row['clip']} ({error_to_reason(error)})", file=sys.stderr)
            continue
        if decoded.info.duration_s >= EXCERPT_FROM_S:
            waveforms[row["clip"]] = decoded.waveform
    return waveforms


def varied_clips(clips: list[Clip], waveforms: Waveforms, variant: str) -> list[Clip]:
    """Replace the clips' spectrograms by those of their varied audio."""
    change = VARIANTS[variant]
    return [
        replace(clip, **vars(waveform_to_spectrograms(change(waveforms[clip.name]))))
        for clip in clips
    ]


def probabilities_to_row(
    probabilities: NDArray[np.float64], labels: Labels, confident_from: float
) -> dict[str, Any]:
    """Measure accuracy, and coverage and precision of what is said with confidence, 0–1.

    Temperatures, weights and thresholds are those of unchanged clips, as the service has them.
    """
    hits = probabilities.argmax(axis=1) == labels
    confident = probabilities.max(axis=1) >= confident_from
    precision = float(hits[confident].mean()) if confident.any() else 0.0
    return hits_to_accuracy(int(hits.sum()), len(hits)) | {
        "confident": {"share": float(confident.mean()), "precision": precision}
    }


def main() -> None:
    """Measure, print and write."""
    settings = TrainingSettings()
    clips = folder_to_clips(settings.gtzan_dir)
    genres = clips_to_genres(clips)
    backbone = made_backbone(clips, settings, INT8_BACKBONE)
    recipes = clips_to_recipes(clips, settings, backbone)
    fitted = {recipe.name: recipe_to_fitted(recipe, clips) for recipe in recipes}
    clean = {
        recipe.name: excerpts_to_held_out(fitted[recipe.name], recipe.features, clips, genres)
        for recipe in recipes
    }
    ensemble, _ = held_out_to_ensemble(clean)
    waveforms = folder_to_waveforms(settings.gtzan_dir)
    heard = [clip for clip in clips if clip.name in waveforms]
    report: dict[str, dict[str, Any]] = {name: {} for name in (*clean, ENSEMBLE)}
    for variant in tqdm(VARIANTS, desc="variants"):
        varied = varied_clips(heard, waveforms, variant)
        labels = clips_to_labels(varied, genres)
        said = {}
        for recipe in recipes:
            features = recipe.clips_to_features(varied)
            held = excerpts_to_held_out(fitted[recipe.name], features, varied, genres)
            said[recipe.name] = scores_to_probabilities(held.scores, clean[recipe.name].temperature)
            report[recipe.name][variant] = probabilities_to_row(
                said[recipe.name], labels, clean[recipe.name].confident_from
            )
        together = probabilities_to_sharpened(
            probabilities_to_mixture(said, ensemble.weights), ensemble.temperature
        )
        report[ENSEMBLE][variant] = probabilities_to_row(together, labels, ensemble.confident_from)
    for name, rows in report.items():
        for variant, row in rows.items():
            low, high = row["accuracy_95"]
            sure = row["confident"]
            print(
                f"{name:8} {variant:18} {row['accuracy']:6.1%} ({low:.1%} – {high:.1%}), sure of "
                f"{sure['share']:.0%}, of which {sure['precision']:.0%} right"
            )
    write_json(ROBUSTNESS_REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
