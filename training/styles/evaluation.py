"""How good the style model is on what training never heard."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.styles.style_model import StyleModel
from training.evaluation.measures import expected_calibration_error, hits_to_accuracy
from training.playing.sound_fonts import HELD_OUT_FONT, installed
from training.styles.examples import Examples, groove_examples, pattern_examples
from training.styles.mixed_examples import NO_STYLE, mixed_groove, mixed_patterns, music_alone
from training.styles.network import NO_INDEX
from training.styles.similarity import vector_to_similarities

MEASURING_SEED: Final = 7
TOP: Final = 3
NEAREST: Final = 5
# Styles with 20 performances or more of four bars in Groove's train and validation parts.
MEASURED_STYLES: Final = ("Rock", "Latin", "Jazz Swing", "Funk", "Boom Bap")


def measured_sets(
    groove: Path, split: str = "validation", notes: Path | None = None
) -> dict[str, Callable[[], Examples]]:
    """Say how to make every set that training did not have.

    `split` is Groove's; with the held-out font's notes, there are sets with other instruments.
    """
    sets: dict[str, Callable[[], Examples]] = {
        "patterns": partial(pattern_examples, MEASURING_SEED),
        "groove_kit": partial(groove_examples, groove, split),
    }
    if installed(HELD_OUT_FONT):
        sets["groove_font"] = partial(groove_examples, groove, split, HELD_OUT_FONT)
    if notes:
        mixed = partial(mixed_groove, groove, split, HELD_OUT_FONT)
        sets["patterns_mixed"] = partial(mixed_patterns, notes, MEASURING_SEED)
        sets["groove_mixed"] = partial(mixed, notes, MEASURING_SEED)
        sets["no_drums"] = partial(music_alone, notes, MEASURING_SEED)
    return sets


def measure(model: StyleModel, sets: Mapping[str, Examples]) -> dict[str, Any]:
    """Measure each set; Groove's count `MEASURED_STYLES`."""
    report: dict[str, Any] = {}
    for name, examples in sets.items():
        if name == "no_drums":
            report[name] = _without_drums(model, examples)
            continue
        ours = name.startswith("patterns")
        report[name] = _measures(model, examples, model.styles if ours else MEASURED_STYLES)
        if name == "patterns":
            report[name] |= _nearest(model, examples)
    return report


def names_to_indices(names: NDArray[np.str_], styles: tuple[str, ...]) -> NDArray[np.intp]:
    """Turn the names into their places in `styles`; music without drums gets `NO_INDEX`."""
    known = {name: at for at, name in enumerate(styles)} | {NO_STYLE: NO_INDEX}
    return np.array([known[name] for name in names], np.intp)


def _measures(model: StyleModel, examples: Examples, counted: tuple[str, ...]) -> dict[str, Any]:
    """Top-1 and top-3 of the counted styles, and what always saying the commonest would score."""
    labels = names_to_indices(examples.styles, model.styles)
    probabilities = np.stack([model.vector_to_probabilities(row) for row in examples.vectors])
    all_right = probabilities.argmax(axis=1) == labels
    chosen = np.isin(examples.styles, counted)
    probabilities, labels = probabilities[chosen], labels[chosen]
    hits = probabilities.argsort(axis=1)[:, ::-1] == labels[:, None]
    confidence = probabilities.max(axis=1)
    confident = confidence >= model.manifest.confident_from
    return {
        "top1": hits_to_accuracy(int(hits[:, 0].sum()), len(labels)),
        "top3": hits_to_accuracy(int(hits[:, :TOP].any(axis=1).sum()), len(labels)),
        "majority": max(Counter(labels.tolist()).values()) / len(labels),
        "macro_top1": float(np.mean([hits[labels == at, 0].mean() for at in np.unique(labels)])),
        "all_styles_top1": float(all_right.mean()),
        "mean_confidence": float(confidence.mean()),
        "ece": expected_calibration_error(probabilities, labels),
        "confident": float(confident.mean()),
        "confident_right": float(hits[confident, 0].mean()) if confident.any() else None,
    }


def _without_drums(model: StyleModel, examples: Examples) -> dict[str, int]:
    """How much music there is, and for how much the model is sure of a style, which is wrong."""
    confidence = [model.vector_to_probabilities(row).max() for row in examples.vectors]
    n_sure = int((np.array(confidence) >= model.manifest.confident_from).sum())
    return {"n_clips": len(confidence), "n_sure": n_sure}


def _nearest(model: StyleModel, examples: Examples) -> dict[str, float]:
    """How often the pattern that is played is the likest of all, and among the five likest."""
    ranks = []
    for vector, name in zip(examples.vectors, examples.names, strict=True):
        likeness = vector_to_similarities(model, vector)
        ranks.append(sum(other > likeness[name] for other in likeness.values()))
    return {
        "pattern_first": float(np.mean(np.array(ranks) == 0)),
        "pattern_in_five": float(np.mean(np.array(ranks) < NEAREST)),
    }
