"""`make train`: rebuild both models from GTZAN and ImageNet's VGG19, with everything beside them.

Features → held-out scores on the folds → calibration, thresholds, weights → fit on all clips →
ONNX → bundles in the service folders, `frontend/ensemble.json`, `training/reports/`.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

from frontend.ensemble import ENSEMBLE_FILE
from training import svm, vgg19
from training.bundle import write_bundle, write_json
from training.card import report_to_card
from training.crossvalidate import (
    FOLDS_REPORT,
    FP32_BACKBONE,
    INT8_BACKBONE,
    SEED,
    clips_to_labels,
    clips_to_recipes,
    held_out_to_ensemble,
    held_out_to_report,
    made_backbone,
    recipe_to_held_out,
    vgg19_to_views,
)
from training.explainable import graph_to_explainable
from training.folds import Features, FoldsError, HeldOut
from training.gtzan import Clip, DatasetError, folder_to_clips
from training.settings import MODEL_DIRS, REPORTS, TrainingSettings

VERSION = "1"
QUANTIZATION_REPORT = REPORTS / "quantization.json"


def main() -> None:
    """Train, measure, export."""
    settings = TrainingSettings()
    clips = folder_to_clips(settings.gtzan_dir)
    svm_recipe, vgg19_recipe = clips_to_recipes(clips, settings)
    held = {r.name: recipe_to_held_out(r, clips) for r in (svm_recipe, vgg19_recipe)}
    ensemble = held_out_to_ensemble(held[svm.NAME], held[vgg19.NAME])
    report = held_out_to_report(held, ensemble)
    write_json(FOLDS_REPORT, report)
    write_json(ENSEMBLE_FILE, ensemble.model_dump())

    svm_path = settings.build_dir / "svm.onnx"
    fitted = svm.fit(svm_recipe.features, clips_to_labels(clips), SEED)
    fitted.save_onnx(svm_path, svm_recipe.features.shape[1])
    save_model(svm.NAME, svm_path, clips, held[svm.NAME], report[svm.NAME])

    if {"train", "valid"} <= {clip.split for clip in clips}:
        fp32_views = vgg19_to_views(clips, settings, FP32_BACKBONE)
        views = {"fp32": fp32_views, "int8": vgg19_recipe.features}
        quantization = backbones_to_comparison(views, clips)
        write_json(QUANTIZATION_REPORT, quantization)
        report[vgg19.NAME]["quantization"] = quantization
    head = vgg19.fit(vgg19_recipe.features, clips_to_labels(clips), SEED)
    vgg19_path = settings.build_dir / "vgg19.onnx"
    vgg19.save_with_head(made_backbone(clips, settings, INT8_BACKBONE), head, vgg19_path)
    graph_to_explainable(vgg19_path)
    save_model(vgg19.NAME, vgg19_path, clips, held[vgg19.NAME], report[vgg19.NAME])


def backbones_to_comparison(views: dict[str, Features], clips: list[Clip]) -> dict[str, float]:
    """What 8 bits cost: each backbone under a head fitted on train, measured on valid."""
    labels = clips_to_labels(clips)
    splits = np.array([clip.split for clip in clips])
    train, valid = splits == "train", splits == "valid"
    said = {
        name: vgg19.fit(features[train], labels[train], SEED).scores(features[valid]).argmax(axis=1)
        for name, features in views.items()
    }
    return {
        "n_clips": int(valid.sum()),
        "accuracy_fp32": float((said["fp32"] == labels[valid]).mean()),
        "accuracy_int8": float((said["int8"] == labels[valid]).mean()),
        "same_label": float((said["fp32"] == said["int8"]).mean()),
    }


def save_model(
    name: str, graph_path: Path, clips: list[Clip], held: HeldOut, report: dict[str, Any]
) -> None:
    """Write the bundle of a model trained on all clips."""
    splits = tuple(sorted({clip.split for clip in clips}))
    manifest = write_bundle(
        MODEL_DIRS[name],
        graph_path,
        name=name,
        model_version=VERSION,
        temperature=held.temperature,
        confident_from=held.confident_from,
        seed=SEED,
        trained_on=f"GTZAN, fault-filtered, {len(clips)} clips",
        trained_splits=splits,
        scores=report,
        card=report_to_card(name, report, len(clips)),
    )
    low, high = report["accuracy_95"]
    print(
        f"{name}: {report['accuracy']:.1%} on artist-disjoint folds ({low:.1%} – {high:.1%}), "
        f"{graph_path.stat().st_size / 2**20:.1f} MiB, sha256 {manifest.sha256[:12]}"
    )


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
