"""`python -m training.beat_styles`: train the style model of beats, measure it, write both down.

Needs `$GROOVE_DIR`; FluidSynth and two sound fonts make it better and measure it harder (see
`training/sound_fonts.py`). About a quarter of an hour on one core.
"""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from audio.constants import WINDOW_S
from audio.scores import scores_to_probabilities
from beat_service.style_model import MODEL_DIR, NAME, StyleModel
from training.beat_card import report_to_card
from training.beat_examples import (
    Examples,
    groove_examples,
    held_out_font,
    pattern_examples,
    training_patterns,
    training_performances,
)
from training.beat_network import fit_networks, save_network
from training.bundle import write_bundle, write_json
from training.measures import (
    expected_calibration_error,
    hits_to_accuracy,
    probabilities_to_threshold,
    scores_to_temperature,
)
from training.settings import REPORTS, TrainingSettings

VERSION: Final = "1"
SEED: Final = 1
MEASURING_SEED: Final = 7
N_FOLDS: Final = 3
TOP: Final = 3
CONFIDENT_PRECISION: Final = 0.8
# Styles with 20 performances or more of four bars in Groove's train and validation parts.
MEASURED_STYLES: Final = ("Rock", "Latin", "Jazz Swing", "Funk", "Boom Bap")
REPORT: Final = REPORTS / "beat_styles.json"


def main() -> None:
    """Examples, model, calibration, bundle, report."""
    settings = TrainingSettings()
    build, groove = settings.build_dir, settings.groove_dir
    patterns = _kept(build / "beat_patterns.npz", lambda: training_patterns(SEED))
    performances = _kept(
        build / "beat_performances.npz", lambda: training_performances(groove, SEED)
    )
    examples = _together(patterns, performances)
    styles = tuple(sorted(set(examples.styles)))
    labels = styles_to_labels(examples.styles, styles)
    held_out = _held_out_scores(examples, labels, len(styles))
    from_groove = np.arange(len(labels)) >= len(patterns.names)
    temperature = scores_to_temperature(held_out[from_groove], labels[from_groove])
    held_out_probabilities = scores_to_probabilities(held_out[from_groove], temperature)
    threshold = probabilities_to_threshold(
        held_out_probabilities, labels[from_groove], CONFIDENT_PRECISION
    )
    network = fit_networks(examples.vectors, labels, len(styles), SEED)
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "model.onnx"
        save_network(network, graph)
        bundle = {
            "name": NAME,
            "model_version": VERSION,
            "genres": styles,
            "temperatures": {WINDOW_S: temperature},
            "confident_from": threshold,
            "seed": SEED,
            "trained_on": "own patterns and Groove MIDI Dataset 1.0.0 (train)",
            "trained_splits": ("train",),
        }
        write_bundle(MODEL_DIR, graph, **bundle, scores={}, card="")  # type: ignore[arg-type]
        report = measure(StyleModel(), groove)
        report["training"] = {
            "examples": len(labels),
            "n_patterns": len(set(patterns.names)),
            "n_performances": len(set(performances.names)),
            "ece_held_out": expected_calibration_error(held_out_probabilities, labels[from_groove]),
        }
        card = report_to_card(report)
        write_bundle(MODEL_DIR, graph, **bundle, scores=report, card=card)  # type: ignore[arg-type]
    write_json(REPORT, report)
    print(card)


def measure(model: StyleModel, groove: Path, split: str = "valid") -> dict[str, Any]:
    """Every set that training did not have; `split` is Groove's."""
    split = {"valid": "validation"}.get(split, split)
    sets = {
        "patterns": pattern_examples(MEASURING_SEED),
        "groove_kit": groove_examples(groove, split),
    }
    if font := held_out_font():
        sets["groove_font"] = groove_examples(groove, split, font)
    return {name: _measures(model, examples, name) for name, examples in sets.items()}


def styles_to_labels(names: NDArray[np.str_], styles: tuple[str, ...]) -> NDArray[np.intp]:
    """Index of each name among the styles."""
    return np.array([styles.index(name) for name in names], np.intp)


def _kept(path: Path, make: Callable[[], Examples]) -> Examples:
    """Training examples, made once; delete the file to make them again."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, **asdict(make()))
    with np.load(path) as kept:
        return Examples(kept["vectors"], kept["names"], kept["styles"])


def _together(patterns: Examples, performances: Examples) -> Examples:
    """Both sources, patterns first."""
    return Examples(
        np.concatenate([patterns.vectors, performances.vectors]),
        np.concatenate([patterns.names, performances.names]),
        np.concatenate([patterns.styles, performances.styles]),
    )


def _held_out_scores(
    examples: Examples, labels: NDArray[np.intp], n_styles: int
) -> NDArray[np.float32]:
    """Scores of each performance by a network that had no excerpt of it."""
    scores = np.zeros((len(labels), n_styles), np.float32)
    for fitted, left in GroupKFold(N_FOLDS).split(labels, groups=examples.names):
        network = fit_networks(
            examples.vectors[fitted], labels[fitted], n_styles, SEED, n_networks=1
        )
        scores[left] = network.predict(examples.vectors[left], verbose=0)
    return scores


def _measures(model: StyleModel, examples: Examples, name: str) -> dict[str, Any]:
    """Top-1 and top-3, and what always saying the commonest style would score."""
    labels = styles_to_labels(examples.styles, model.styles)
    probabilities = np.stack([model.vector_to_probabilities(row) for row in examples.vectors])
    counted = np.ones(len(labels), bool)
    if name != "patterns":
        counted = np.isin(examples.styles, MEASURED_STYLES)
    hits = probabilities.argsort(axis=1)[:, ::-1] == labels[:, None]
    confident = probabilities.max(axis=1) >= model.manifest.confident_from
    return {
        "top1": hits_to_accuracy(int(hits[counted, 0].sum()), int(counted.sum())),
        "top3": hits_to_accuracy(int(hits[counted, :TOP].any(axis=1).sum()), int(counted.sum())),
        "majority": max(Counter(labels[counted].tolist()).values()) / int(counted.sum()),
        "all_styles_top1": float(hits[:, 0].mean()),
        "ece": expected_calibration_error(probabilities[counted], labels[counted]),
        "confident": float(confident[counted].mean()),
        "confident_right": float(hits[counted & confident, 0].mean()) if confident.any() else None,
    }


if __name__ == "__main__":
    main()
