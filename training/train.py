"""`make train`: train both genre models; write their bundles, the ensemble file and the report.

Without options: from GTZAN into the service folders. With `--data DIR --out DIR`: from a folder of
`genre/*.wav|mp3|…` with any genres, into `--out` and nowhere else (`docs/train-your-own.md`).

Features → held-out scores on the folds → calibration, thresholds, weights → fit on all clips →
ONNX → bundles, the ensemble's file, the report.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from music_genre.audio.constants import WINDOW_S
from music_genre.audio.evidence import SoundThresholds
from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.evaluation.folds import F_co, Fitted, FoldsError
from training.genre import svm, vgg19
from training.genre.card import DataTexts, gtzan_texts
from training.genre.crossvalidate import held_out_to_report
from training.genre.custom_dataset import checked_rows, rows_to_custom_dataset, write_custom_report
from training.genre.durations import recipe_to_held_out_by_duration
from training.genre.ensemble import held_out_to_ensemble
from training.genre.explainable import graph_to_explainable
from training.genre.quantization_cost import clips_to_comparison
from training.genre.recipes import (
    INT8_BACKBONE,
    MODELS,
    SEED,
    Recipe,
    clips_to_labels,
    clips_to_svm_recipe,
    clips_to_vgg19_recipe,
    made_backbone,
)
from training.genre_bundle import save_model
from training.musicnn.embeddings import map_to_file
from training.musicnn.thresholds import clips_to_thresholds, report_to_thresholds
from training.settings import (
    SERVICE_OUTPUTS,
    SOUNDS_REPORT,
    Outputs,
    TrainingSettings,
    folder_to_outputs,
)

INTERRUPTED = 130  # what a shell says of Ctrl-C
Report = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class TrainingData:
    """What models are made of, what is said of it, and how to find the SVM's thresholds for it."""

    clips: list[Clip]
    texts: DataTexts
    thresholds: Callable[[], SoundThresholds]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure, export; 1 with a sentence when the data or the options cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m training.train", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="genre/*.wav|mp3|…, any genres")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where everything goes, with --data"
    )
    parser.add_argument(
        "--models", metavar="NAMES", help=f"with --data: some of {','.join(MODELS)}; default all"
    )
    chosen = parser.parse_args(arguments)
    settings = TrainingSettings()
    try:
        if chosen.data is None and chosen.out is None and chosen.models is None:
            train_gtzan(settings)
        elif chosen.data is None or chosen.out is None:
            raise DatasetError("--data and --out go together, and --models goes with them")
        else:
            names = list(dict.fromkeys((chosen.models or ",".join(MODELS)).split(",")))
            train_custom_dataset(chosen.data, chosen.out, names, settings)
    except (DatasetError, FoldsError) as refusal:
        print(f"cannot go on: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; the same command goes on from here", file=sys.stderr)
        return INTERRUPTED
    return 0


def train_gtzan(settings: TrainingSettings) -> None:
    """Train on GTZAN, into the service folders. Raises `DatasetError`, `FoldsError`."""
    clips = folder_to_clips(settings.gtzan_dir)
    sounds = json.loads(SOUNDS_REPORT.read_text(encoding="utf-8"))
    texts = gtzan_texts(len(clips), clips_to_genres(clips), sounds)
    data = TrainingData(clips, texts, report_to_thresholds)
    report = clips_to_bundles(data, MODELS, settings, SERVICE_OUTPUTS)
    write_json(SERVICE_OUTPUTS.report, report)


def train_custom_dataset(
    data: Path, out: Path, names: Sequence[str], settings: TrainingSettings
) -> None:
    """Train on anybody's folder, into `out`. Raises `DatasetError`, `FoldsError`."""
    rows = checked_rows(data, out, names, settings)
    custom = rows_to_custom_dataset(data, rows, out)
    settings = settings.model_copy(update={"build_dir": custom.cache_dir})
    thresholds = partial(clips_to_thresholds, custom.clips, settings)
    known = TrainingData(custom.clips, custom.texts, thresholds)
    report = clips_to_bundles(known, names, settings, folder_to_outputs(out))
    write_custom_report(report, custom, out)


def clips_to_bundles(
    data: TrainingData, names: Sequence[str], settings: TrainingSettings, outputs: Outputs
) -> Report:
    """Fit, measure and export the models of `names`; the report by model. Raises `FoldsError`."""
    clips, genres = data.clips, clips_to_genres(data.clips)
    teacher = clips_to_svm_recipe(clips, settings)
    of_svm = teacher if svm.NAME in names else None
    of_vgg19 = None
    if vgg19.NAME in names:
        backbone = made_backbone(clips, settings, INT8_BACKBONE)
        of_vgg19 = clips_to_vgg19_recipe(clips, settings, backbone, teacher)
    recipes: list[Recipe[Fitted]] = [recipe for recipe in (of_svm, of_vgg19) if recipe]
    by_duration = {r.name: recipe_to_held_out_by_duration(r, clips, genres) for r in recipes}
    held = {name: durations[WINDOW_S] for name, durations in by_duration.items()}
    ensemble, together = held_out_to_ensemble(held)
    report = held_out_to_report(held, together, genres)
    graph_paths, scores = {}, {recipe.name: report[recipe.name] for recipe in recipes}
    if of_svm:
        graph_paths[svm.NAME] = export_svm(of_svm, clips, settings, outputs.stored_map)
    if of_vgg19:
        graph_paths[vgg19.NAME] = export_vgg19(of_vgg19, clips, settings)
        if outputs.quantization and (compared := clips_to_comparison(clips, settings)):
            write_json(outputs.quantization, compared)
            scores[vgg19.NAME] = report[vgg19.NAME] | {"quantization": compared}
    for name, graph_path in graph_paths.items():  # not before all are there: they serve together
        save_model(
            name,
            graph_path,
            outputs.model_dirs[name],
            clips=clips,
            by_duration=by_duration[name],
            measures=scores[name],
            texts=data.texts,
            thresholds=data.thresholds() if name == svm.NAME else None,
        )
    write_json(outputs.ensemble, ensemble.model_dump())
    return report


def recipe_to_model(recipe: Recipe[F_co], clips: list[Clip]) -> F_co:
    """Fit the model that is served, on all clips."""
    labels = clips_to_labels(clips, clips_to_genres(clips))
    return recipe.fit(np.arange(len(clips)), labels, SEED)


def export_svm(
    recipe: Recipe[svm.FittedSvm],
    clips: list[Clip],
    settings: TrainingSettings,
    stored_map: Path | None,
) -> Path:
    """Fit the SVM on all clips, write its graph, and keep its map where there is a place for it."""
    path = settings.build_dir / "svm.onnx"
    fitted = recipe_to_model(recipe, clips)
    fitted.save_onnx(path)
    if stored_map:
        map_to_file(fitted.head.stored_map, stored_map)
    return path


def export_vgg19(
    recipe: Recipe[vgg19.FittedVgg19], clips: list[Clip], settings: TrainingSettings
) -> Path:
    """Fit VGG19's head on all clips and write its graph."""
    path = settings.build_dir / "vgg19.onnx"
    fitted = recipe_to_model(recipe, clips)
    vgg19.save_with_head(made_backbone(clips, settings, INT8_BACKBONE), fitted, path)
    graph_to_explainable(path)
    return path


if __name__ == "__main__":
    sys.exit(main())
