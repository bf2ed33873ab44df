"""`make known-answers`: predict the known window by the served models, for their manifests.

Training does this by itself; alone it is needed when `music_genre/audio/known_song.py` has
changed. The answers are computed in exact arithmetic, so that every processor is held to the same
ones.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.analysis.known_answers import scorers_to_known_answers
from beat_service.analysis.pulse_model import PULSE_DIR, graph_to_known_pulse
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.style_model import MODEL_DIR as STYLE_DIR
from beat_service.styles.style_model import StyleModel
from music_genre.audio.arithmetic import answers_to_known
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.model_bundle import MANIFEST_FILE
from training.bundle import replace_file
from training.evaluate import MODELS, ONNX_THREADS
from training.settings import MODEL_DIRS


def folders_to_known_answers() -> dict[Path, Mapping[str, NDArray[np.float64]]]:
    """Ask every served model in exact arithmetic; answers by model folder.

    Raises `ModelBundleError`.
    """
    answers: dict[Path, Mapping[str, NDArray[np.float64]]] = {}
    for name, folder in MODEL_DIRS.items():
        genre = MODELS[name](folder, ONNX_THREADS)
        genre.graph.compute_exactly()
        answers[folder] = genre.known_answers()
    styles = StyleModel(STYLE_DIR)
    styles.graph.compute_exactly()
    answers[STYLE_DIR] = styles.known_answers()
    analysis = folder_to_analysis_model(ANALYSIS_DIR)
    for scorer in (analysis.tempo, analysis.key):
        scorer.graph.compute_exactly()
    answers[ANALYSIS_DIR] = scorers_to_known_answers(
        analysis.tempo, analysis.key, analysis.manifest.calibration
    )
    analysis.pulse.graph.compute_exactly()
    answers[PULSE_DIR] = graph_to_known_pulse(analysis.pulse.graph)
    return answers


def main() -> None:
    """Ask, and rewrite the manifests."""
    for folder, answers in folders_to_known_answers().items():
        path = folder / MANIFEST_FILE
        manifest = json.loads(path.read_bytes()) | {"known_answers": answers_to_known(answers)}
        replace_file(path, json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
        print(f"{folder.parent.name}/{folder.name}: {', '.join(answers)}")


if __name__ == "__main__":
    try:
        main()
    except ModelBundleError as refusal:
        sys.exit(f"cannot go on: {refusal}")
