"""`python -m training.fast.folds`: what the mode `fast` of the command loses, on the folds.

Two savings are measured, on clips that no model of the answer has learnt from: VGG19 is asked only
where the SVM doubts (all clips), and musicnn's network hears fewer patches (clips with 15 s or more
of audio). That fast hears a part of a long song cannot be measured on clips of half a minute:
`tools.fast_and_full` compares both on whole pieces.
"""

import sys
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from frontend.ensemble import EnsembleSettings
from music_genre.audio.constants import PATCHES_PER_WINDOW
from music_genre.audio.scores import scores_to_probabilities
from svm_service.features import log_mel_to_vector
from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.evaluation.folds import FoldsError, HeldOut, Labels
from training.evaluation.measures import (
    hits_to_accuracy,
    probabilities_to_mixture,
    probabilities_to_sharpened,
)
from training.genre import svm, vgg19
from training.genre.crossvalidate import excerpts_to_held_out, recipe_to_fitted
from training.genre.ensemble import held_out_to_ensemble
from training.genre.recipes import (
    INT8_BACKBONE,
    SEED,
    clips_to_labels,
    clips_to_recipes,
    made_backbone,
)
from training.genre.robustness import folder_to_waveforms
from training.musicnn.embeddings import clips_to_embeddings
from training.settings import NETWORK, REPORTS, TrainingSettings

FAST_REPORT: Final = REPORTS / "fast.json"
PATCHES: Final = (1, 2, PATCHES_PER_WINDOW)
N_RESAMPLED: Final = 10_000

Shares = NDArray[np.float64]
Said = Mapping[str, Shares]  # probabilities of each model, `(n_clips, n_genres)`


def said_to_full(said: Said, ensemble: EnsembleSettings) -> Shares:
    """Join both models' probabilities as the page does."""
    mixture = probabilities_to_mixture(said, ensemble.weights)
    return probabilities_to_sharpened(mixture, ensemble.temperature)


def said_to_fast(said: Said, ensemble: EnsembleSettings, svm_sure_from: float) -> Shares:
    """Take the SVM's word where it is sure of it, else that of both."""
    is_sure = said[svm.NAME].max(axis=1, keepdims=True) >= svm_sure_from
    return np.where(is_sure, said[svm.NAME], said_to_full(said, ensemble))


def row(
    probabilities: Shares, labels: Labels, sure: NDArray[np.bool_], full: Shares | None = None
) -> dict[str, Any]:
    """Measure accuracy, coverage and precision when sure, and what is lost against full.

    The loss has a 95 % interval, by drawing clips anew [points].
    """
    hits = probabilities.argmax(axis=1) == labels
    measured: dict[str, Any] = hits_to_accuracy(int(hits.sum()), len(hits)) | {
        "confident": {"share": float(sure.mean()), "precision": float(hits[sure].mean())}
    }
    if full is not None:
        lost = (full.argmax(axis=1) == labels).astype(int) - hits.astype(int)
        drawn = np.random.default_rng(SEED).integers(0, len(lost), (N_RESAMPLED, len(lost)))
        low, high = np.quantile(lost[drawn].mean(axis=1), (0.025, 0.975))
        measured |= {
            "lost_points": 100 * float(lost.mean()),
            "lost_points_95": [100 * float(low), 100 * float(high)],
        }
    return measured


def clips_to_svm_features(clips: list[Clip], n_patches: int) -> NDArray[np.float32]:
    """Compute the SVM's features of clips with audio, of which so many patches are heard."""
    vectors = np.stack([log_mel_to_vector(clip.log_mel) for clip in clips])
    return np.concatenate([vectors, clips_to_embeddings(clips, NETWORK, n_patches)], axis=1)


def held_out_to_said(held: Mapping[str, HeldOut], clean: Mapping[str, HeldOut]) -> Said:
    """Calibrate scores by the temperatures of the unchanged clips, as the services do."""
    return {
        name: scores_to_probabilities(one.scores, clean[name].temperature)
        for name, one in held.items()
    }


def settings_to_report(settings: TrainingSettings) -> dict[str, dict[str, Any]]:
    """Fit a model for each fold and measure all rows."""
    clips = folder_to_clips(settings.gtzan_dir)
    genres = clips_to_genres(clips)
    recipes = clips_to_recipes(clips, settings, made_backbone(clips, settings, INT8_BACKBONE))
    fitted = {recipe.name: recipe_to_fitted(recipe, clips) for recipe in recipes}
    clean = {
        recipe.name: excerpts_to_held_out(fitted[recipe.name], recipe.features, clips, genres)
        for recipe in recipes
    }
    ensemble, _ = held_out_to_ensemble(clean)
    sure_from = clean[svm.NAME].confident_from
    report: dict[str, dict[str, Any]] = {}

    def measure(name: str, of_full: Said, of_fast: Said, labels: Labels) -> None:
        full, fast = said_to_full(of_full, ensemble), said_to_fast(of_fast, ensemble, sure_from)
        is_svm_sure = of_fast[svm.NAME].max(axis=1) >= sure_from
        is_sure = is_svm_sure | (fast.max(axis=1) >= ensemble.confident_from)
        report[f"{name}, full"] = row(full, labels, full.max(axis=1) >= ensemble.confident_from)
        report[f"{name}, fast"] = row(fast, labels, is_sure, full) | {
            "vgg19_asked": float(1 - is_svm_sure.mean())
        }

    clean_said = held_out_to_said(clean, clean)
    measure("all clips", clean_said, clean_said, clean[svm.NAME].labels)
    waveforms = folder_to_waveforms(settings.gtzan_dir)
    heard = [clip for clip in clips if clip.name in waveforms]
    labels = clips_to_labels(heard, genres)
    by_name = {recipe.name: recipe for recipe in recipes}
    features = by_name[vgg19.NAME].clips_to_features(heard)
    of_vgg19 = excerpts_to_held_out(fitted[vgg19.NAME], features, heard, genres)
    said = {}
    for n_patches in PATCHES:
        of_svm = excerpts_to_held_out(
            fitted[svm.NAME], clips_to_svm_features(heard, n_patches), heard, genres
        )
        said[n_patches] = held_out_to_said({svm.NAME: of_svm, vgg19.NAME: of_vgg19}, clean)
    for n_patches, of_fast in said.items():
        measure(f"audio, {n_patches} patches", said[PATCHES_PER_WINDOW], of_fast, labels)
    return report


def main() -> None:
    """Measure, print and write."""
    report = settings_to_report(TrainingSettings())
    for name, measured in report.items():
        low, high = measured["accuracy_95"]
        sure = measured["confident"]
        print(
            f"{name:24} {measured['accuracy']:6.1%} ({low:.1%} – {high:.1%}), sure of "
            f"{sure['share']:.0%}, of which {sure['precision']:.0%} right",
            *(
                f"{key} {measured[key]}"
                for key in ("lost_points", "lost_points_95", "vgg19_asked")
                if key in measured
            ),
        )
    write_json(FAST_REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
