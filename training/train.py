"""`make train`: train both genre models; write their bundles, the ensemble file and the report.

Without options: from GTZAN into the service folders. With `--data DIR --out DIR`: from a folder of
`genre/*.wav|mp3|…` with any genres, into `--out` and nowhere else (`docs/train-your-own.md`).

Features → held-out scores on the folds → calibration, thresholds, weights → fit on all clips →
ONNX → bundles, the ensemble's file, the report.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from music_genre.audio.arithmetic import answers_to_known
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.genre_model import LogMelToFeatures, graph_to_known_answers
from music_genre.audio.model_bundle import (
    MANIFEST_FORMAT,
    MODEL_FILE,
    Manifest,
    SignalConstants,
    bytes_to_sha256,
)
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.track import Calibration
from svm_service.features import log_mel_to_vector
from training.bundle import installed_libraries, write_bundle, write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.evaluation.folds import FoldsError, HeldOut
from training.genre import svm, vgg19
from training.genre.card import DataTexts, gtzan_texts, report_to_card
from training.genre.crossvalidate import held_out_to_report
from training.genre.custom_dataset import checked_rows, rows_to_custom_dataset, write_custom_report
from training.genre.durations import held_out_to_temperatures, recipe_to_held_out_by_duration
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
from training.settings import SERVICE_OUTPUTS, Outputs, TrainingSettings, folder_to_outputs
from vgg19_service.features import log_mel_to_image

VERSION = "1"
INTERRUPTED = 130  # what a shell says of Ctrl-C
SERVED_FEATURES: dict[str, LogMelToFeatures] = {
    svm.NAME: log_mel_to_vector,
    vgg19.NAME: log_mel_to_image,
}

Report = dict[str, dict[str, Any]]


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
    texts = gtzan_texts(len(clips), clips_to_genres(clips))
    report = clips_to_bundles(clips, MODELS, settings, SERVICE_OUTPUTS, texts)
    write_json(SERVICE_OUTPUTS.report, report)


def train_custom_dataset(
    data: Path, out: Path, names: Sequence[str], settings: TrainingSettings
) -> None:
    """Train on anybody's folder, into `out`. Raises `DatasetError`, `FoldsError`."""
    rows = checked_rows(data, out, names, settings)
    custom = rows_to_custom_dataset(data, rows, out)
    settings = settings.model_copy(update={"build_dir": custom.cache_dir})
    report = clips_to_bundles(custom.clips, names, settings, folder_to_outputs(out), custom.texts)
    write_custom_report(report, custom, out)


def clips_to_bundles(
    clips: list[Clip],
    names: Sequence[str],
    settings: TrainingSettings,
    outputs: Outputs,
    texts: DataTexts,
) -> Report:
    """Fit, measure and export the models of `names`; the report by model. Raises `FoldsError`."""
    genres = clips_to_genres(clips)
    recipes = []
    if svm.NAME in names:
        recipes.append(clips_to_svm_recipe(clips, settings))
    if vgg19.NAME in names:
        backbone = made_backbone(clips, settings, INT8_BACKBONE)
        recipes.append(clips_to_vgg19_recipe(clips, settings, backbone))
    by_duration = {r.name: recipe_to_held_out_by_duration(r, clips, genres) for r in recipes}
    held = {name: durations[WINDOW_S] for name, durations in by_duration.items()}
    ensemble, together = held_out_to_ensemble(held)
    report = held_out_to_report(held, together, genres)
    graph_paths, scores = {}, {}
    for recipe in recipes:
        scores[recipe.name] = report[recipe.name]
        if recipe.name == svm.NAME:
            graph_paths[recipe.name] = export_svm(recipe, clips, settings)
            continue
        graph_paths[recipe.name] = export_vgg19(recipe, clips, settings)
        if outputs.quantization and (compared := clips_to_comparison(clips, settings)):
            write_json(outputs.quantization, compared)
            scores[recipe.name] = report[recipe.name] | {"quantization": compared}
    for name, graph_path in graph_paths.items():  # not before all are there: they serve together
        save_model(
            name,
            graph_path,
            outputs.model_dirs[name],
            clips=clips,
            by_duration=by_duration[name],
            measures=scores[name],
            texts=texts,
        )
    write_json(outputs.ensemble, ensemble.model_dump())
    return report


def export_svm(recipe: Recipe, clips: list[Clip], settings: TrainingSettings) -> Path:
    """Fit the SVM on all clips and write its graph."""
    path = settings.build_dir / "svm.onnx"
    fitted = svm.fit(recipe.features, clips_to_labels(clips, clips_to_genres(clips)), SEED)
    fitted.save_onnx(path, recipe.features.shape[1])
    return path


def export_vgg19(recipe: Recipe, clips: list[Clip], settings: TrainingSettings) -> Path:
    """Fit VGG19's head on all clips and write its graph."""
    path = settings.build_dir / "vgg19.onnx"
    head = vgg19.fit(recipe.features, clips_to_labels(clips, clips_to_genres(clips)), SEED)
    vgg19.save_with_head(made_backbone(clips, settings, INT8_BACKBONE), head, path)
    graph_to_explainable(path)
    return path


def save_model(  # noqa: PLR0913  # a bundle is made of all of these
    name: str,
    graph_path: Path,
    folder: Path,
    *,
    clips: list[Clip],
    by_duration: dict[float, HeldOut],
    measures: dict[str, Any],
    texts: DataTexts,
) -> None:
    """Replace the bundle in `folder` by that of a model trained on all clips."""
    temperatures = held_out_to_temperatures(by_duration)
    confident_from = by_duration[WINDOW_S].confident_from
    known = graph_to_known_answers(
        OnnxGraph(graph_path, vgg19.ALL_CORES, "exact"),
        SERVED_FEATURES[name],
        Calibration(tuple(temperatures.items()), confident_from),
    )
    graph = graph_path.read_bytes()
    manifest = Manifest(
        format=MANIFEST_FORMAT,
        name=name,
        version=VERSION,
        sha256=bytes_to_sha256(graph),
        genres=clips_to_genres(clips),
        signal=SignalConstants(),
        temperatures=tuple(sorted(temperatures.items())),
        confident_from=confident_from,
        trained_on=texts.trained_on,
        trained_splits=tuple(sorted({clip.split for clip in clips})),
        seed=SEED,
        libraries=installed_libraries(),
        known_answers=answers_to_known(known),
        scores=measures,
    )
    write_bundle(folder, {MODEL_FILE: graph}, manifest, report_to_card(name, measures, texts))
    low, high = measures["accuracy_95"]
    print(
        f"{name}: {measures['accuracy']:.1%} on held-out folds ({low:.1%} – {high:.1%}), "
        f"{len(graph) / 2**20:.1f} MiB, sha256 {manifest.sha256[:12]}"
    )


if __name__ == "__main__":
    sys.exit(main())
