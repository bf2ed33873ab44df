"""`make train`: rebuild both models from GTZAN and ImageNet's VGG19, with everything beside them.

Features → held-out scores on the folds → calibration, thresholds, weights → fit on all clips →
ONNX → bundles in the service folders, `frontend/ensemble.json`, `training/reports/`.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frontend.ensemble import ENSEMBLE_FILE
from training import svm, vgg19
from training.bundle import write_bundle, write_json
from training.card import report_to_card
from training.crossvalidate import (
    FOLDS_REPORT,
    SEED,
    Recipe,
    clips_to_labels,
    clips_to_recipes,
    held_out_to_ensemble,
    held_out_to_report,
    recipe_to_held_out,
)
from training.folds import HeldOut
from training.gtzan import Clip, folder_to_clips
from training.quantize import graphs_to_comparison, onnx_to_int8
from training.settings import MODEL_DIRS, REPORTS, TrainingSettings

VERSION = "1"
QUANTIZATION_REPORT = REPORTS / "quantization.json"
FP32_FILE = "vgg19-fp32.onnx"
INT8_FILE = "vgg19-int8.onnx"


def main() -> None:
    """Train, measure, export."""
    settings = TrainingSettings()
    settings.build_dir.mkdir(parents=True, exist_ok=True)
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

    backbone = vgg19.new_backbone(settings.vgg19_weights)
    trained = np.array([clip.split == "train" for clip in clips])
    if trained.any() and not trained.all():
        export_vgg19(backbone, vgg19_recipe, clips, trained, settings)
        unheard = [clip for clip in clips if clip.split == "valid"]
        quantization = graphs_to_comparison(
            settings.build_dir / FP32_FILE, settings.build_dir / INT8_FILE, unheard
        )
        write_json(QUANTIZATION_REPORT, quantization)
        report[vgg19.NAME]["quantization"] = quantization
    everything = np.ones(len(clips), bool)
    int8_path = export_vgg19(backbone, vgg19_recipe, clips, everything, settings)
    save_model(vgg19.NAME, int8_path, clips, held[vgg19.NAME], report[vgg19.NAME])


def export_vgg19(
    backbone: Any,
    recipe: Recipe,
    clips: list[Clip],
    chosen: NDArray[np.bool_],
    settings: TrainingSettings,
) -> Path:
    """Fit the head on the chosen clips; the path of the 8-bit graph, the fp32 one beside it."""
    fp32_path, int8_path = settings.build_dir / FP32_FILE, settings.build_dir / INT8_FILE
    head = vgg19.fit(recipe.features[chosen], clips_to_labels(clips)[chosen], SEED)
    vgg19.save_onnx(backbone, head, fp32_path)
    known = [clip for clip, is_chosen in zip(clips, chosen, strict=True) if is_chosen]
    onnx_to_int8(fp32_path, int8_path, known)
    return int8_path


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
    main()
