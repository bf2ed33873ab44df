"""`make agreement`: whether every way to run VGG19's graph gives one answer, and at what cost.

Clips of `$GTZAN_DIR` are asked about in exact arithmetic and in every other way; a way may serve
where it gives the same label on 99.5 % of the clips and no probability is more than 0.02 away.
On a processor with VNNI, `python -m benchmarks.without_vnni python -m benchmarks.agreement` shows
the kernels of one without. `--graph` takes another file than the served one.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from audio.constants import WINDOW_S
from audio.model_bundle import MODEL_FILE, SCORES_OUTPUT, folder_to_manifest
from audio.onnx_graph import Arithmetic, OnnxGraph
from audio.scores import scores_to_probabilities
from benchmarks.processor import kernels_of_this_processor, this_processor
from training.dataset import folder_to_clips
from training.settings import MODEL_DIRS, TrainingSettings
from vgg19_service.features import log_mel_to_image

N_THREADS: Final = 2
EVERY: Final = 3  # of 638 clips: 213
SAME_LABEL: Final = 0.995
MOST_DIFFERENT: Final = 0.02


@dataclass(frozen=True)
class Way:
    """A way to run a graph; `options` are onnxruntime's session settings."""

    name: str
    arithmetic: Arithmetic = "fast"
    options: tuple[tuple[str, str], ...] = ()


EXACT: Final = Way("exact: graph optimisations off", "exact")
WAYS: Final = (
    Way("fast: as the processor's kernels are"),
    Way("session.x64quantprecision=1", options=(("session.x64quantprecision", "1"),)),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement")
    parser.add_argument("--graph", type=Path, default=MODEL_DIRS["vgg19"] / MODEL_FILE)
    parser.add_argument("--every", type=int, default=EVERY, help="1 for all clips")
    chosen = parser.parse_args(arguments)
    clips = folder_to_clips(TrainingSettings().gtzan_dir)[:: chosen.every]
    images = [log_mel_to_image(clip.log_mel)[None] for clip in clips]
    exact, exact_ms = way_to_probabilities(EXACT, chosen.graph, images)
    print(f"{this_processor()}, {kernels_of_this_processor()}; {len(images)} clips")
    print("| way | same label | largest difference of a probability | ms a window |")
    print("|---|---|---|---|")
    print(f"| {EXACT.name} | | | {exact_ms:.0f} |")
    for way in WAYS:
        rows, median_ms = way_to_probabilities(way, chosen.graph, images)
        same = float((rows.argmax(axis=1) == exact.argmax(axis=1)).mean())
        difference = float(np.abs(rows - exact).max())
        holds = same >= SAME_LABEL and difference <= MOST_DIFFERENT
        verdict = "" if holds else " (too far)"
        print(f"| {way.name} | {same:.1%} | {difference:.4f}{verdict} | {median_ms:.0f} |")


def way_to_probabilities(
    way: Way, graph_path: Path, images: Sequence[NDArray[np.float32]]
) -> tuple[NDArray[np.float64], float]:
    """Calibrated probabilities, float64 `(n, n_genres)`, and the median time of a window [ms]."""
    graph = OnnxGraph(graph_path, N_THREADS, way.arithmetic, dict(way.options))
    temperature = folder_to_manifest(MODEL_DIRS["vgg19"]).calibration.temperature_at(WINDOW_S)
    rows, times_ms = [], []
    for image in tqdm(images, desc=way.name, unit="clip", delay=5):
        started = time.perf_counter()
        (scores,) = graph.run([SCORES_OUTPUT], image)
        times_ms.append((time.perf_counter() - started) * 1000)
        rows.append(scores_to_probabilities(scores[0], temperature))
    return np.stack(rows), float(np.median(times_ms))


if __name__ == "__main__":
    main()
