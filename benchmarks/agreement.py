"""`make agreement`: whether every way to run VGG19's graph gives one answer, and at what cost.

Clips of `$GTZAN_DIR` are asked about in exact arithmetic and in every other way, each by a head
that has not heard its artist: of music it has learnt a model is sure whatever the kernels do. A
way may serve where it gives the same label on 99.5 % of the clips and no probability is more than
0.02 away.
On a processor with VNNI, `python -m benchmarks.without_vnni python -m benchmarks.agreement` shows
the kernels of one without. `--backbone` takes another file than the one that is served.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.processor import kernels_of_this_processor, this_processor
from music_genre.audio.onnx_graph import Arithmetic, OnnxGraph
from music_genre.audio.scores import scores_to_probabilities
from training.data.dataset import Clip, clips_to_genres, folder_to_clips
from training.data.features_cache import cached_features
from training.evaluate import answers_to_agreement
from training.evaluation.folds import (
    Fitted,
    HeldOut,
    Labels,
    Rows,
    fit_to_fitted,
    fitted_to_held_out,
)
from training.genre import vgg19
from training.genre.recipes import (
    INT8_BACKBONE,
    SEED,
    VGG19_FEATURE_SOURCES,
    clips_to_labels,
    made_backbone,
)
from training.genre.teacher import labels_to_targets
from training.settings import TrainingSettings
from vgg19_service.features import log_mel_to_image

N_THREADS: Final = 2
EVERY: Final = 3  # [clips] one in three: 201 of the 603 with a fold
SAME_LABEL: Final = 0.995
MOST_DIFFERENT: Final = 0.02

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Way:
    """A way to run a graph; `options` are onnxruntime's session settings."""

    name: str
    arithmetic: Arithmetic = "fast"
    options: tuple[tuple[str, str], ...] = ()


EXACT: Final = Way("exact: graph optimisations off", "exact")
WAYS: Final = (
    EXACT,
    Way("fast: as the processor's kernels are"),
    Way("`session.x64quantprecision=1`", options=(("session.x64quantprecision", "1"),)),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement")
    parser.add_argument("--backbone", type=Path, help="an ONNX file from levels to statistics")
    parser.add_argument("--every", type=int, default=EVERY, help="1 for all clips")
    chosen = parser.parse_args(arguments)
    settings = TrainingSettings()
    everything = folder_to_clips(settings.gtzan_dir)
    backbone = chosen.backbone or made_backbone(everything, settings, INT8_BACKBONE)
    known = [clip for clip in everything if clip.fold]
    asked = known[:: chosen.every]
    fitted = exact_to_fitted(backbone, known, settings)
    print(f"{this_processor()}, {kernels_of_this_processor()}; {len(asked)} clips, {backbone.name}")
    print("| way | right | same label | largest difference of a probability | ms a window |")
    print("|---|---|---|---|---|")
    exact = None
    for way in WAYS:
        held, median_ms = way_to_held_out(way, backbone, asked, fitted)
        exact = exact or held
        served, right = (
            scores_to_probabilities(h.scores, exact.temperature) for h in (held, exact)
        )
        found = answers_to_agreement(served, right)
        same, difference = found["same_label"], found["largest_difference"]
        verdict = "" if same >= SAME_LABEL and difference <= MOST_DIFFERENT else " (too far)"
        print(
            f"| {way.name} | {held.hits.mean():.1%} | {same:.1%} "
            f"| {difference:.4f}{verdict} | {median_ms:.0f} |"
        )


def exact_to_fitted(
    backbone: Path, clips: list[Clip], settings: TrainingSettings
) -> Mapping[str, Fitted]:
    """Fit a head for each fold on what exact arithmetic gives of the other two."""
    features = cached_features(
        settings.build_dir,
        clips,
        [backbone, *VGG19_FEATURE_SOURCES],
        lambda some: way_to_statistics(EXACT, backbone, some)[0],
        title="exact statistics",
    )
    folds = np.array([clip.fold for clip in clips])
    genres = clips_to_genres(clips)
    labels = clips_to_labels(clips, genres)

    def fit(rows: Rows, labels: Labels, seed: int) -> Fitted:
        return vgg19.fit(features[rows], labels_to_targets(labels, len(genres)), seed)

    return fit_to_fitted(fit, labels, folds, SEED)


def way_to_held_out(
    way: Way, backbone: Path, clips: list[Clip], fitted: Mapping[str, Fitted]
) -> tuple[HeldOut, float]:
    """Predict held-out clips one way; also give the median time of a window [ms]."""
    features, median_ms = way_to_statistics(way, backbone, clips)
    folds = np.array([clip.fold for clip in clips])
    labels = clips_to_labels(clips, clips_to_genres(clips))
    return fitted_to_held_out(fitted, features, labels, folds), median_ms


def way_to_statistics(way: Way, backbone: Path, clips: list[Clip]) -> tuple[Floats, float]:
    """Compute clips' statistics, float32 `(n, n_features)`, and the median time of one [ms]."""
    graph = OnnxGraph(backbone, N_THREADS, way.arithmetic, dict(way.options))
    rows, times_ms = [], []
    for clip in tqdm(clips, desc=way.name, unit="clip", delay=5):
        image = log_mel_to_image(clip.log_mel)[None]
        started = time.perf_counter()
        (row,) = graph.run([vgg19.STATISTICS], image)
        times_ms.append((time.perf_counter() - started) * 1000)
        rows.append(row)
    return np.concatenate(rows), float(np.median(times_ms))


if __name__ == "__main__":
    main()
