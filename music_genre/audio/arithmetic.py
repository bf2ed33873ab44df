"""Known answers → the arithmetic that a model may be served with on this processor.

A model's manifest holds what it predicts for a known window (`music_genre.audio.known_song`),
computed in exact arithmetic where it was trained. A service asks its model the same question while
it warms up.
Kernels of some processors add 8-bit products in 16 bits and saturate; whatever else a processor or
a library may get wrong shows here too, before it has given anybody a wrong genre.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.errors import ModelBundleError
from music_genre.audio.onnx_graph import Arithmetic, OnnxGraph

TOLERANCE: Final = 0.01  # [probability] right kernels stay under 0.002

KnownAnswers = Mapping[str, Sequence[float]]  # name of an answer → its rows of probabilities
Answer = Callable[[], Mapping[str, NDArray[np.float64]]]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ArithmeticCheck:
    """What a model runs in, and how far its fast answers were from the known ones.

    `difference` is the largest of any probability, 0–1, with the processor's own kernels.
    """

    arithmetic: Arithmetic
    difference: float


def graphs_to_checked(
    name: str, graphs: Sequence[OnnxGraph], known: KnownAnswers, answer: Answer
) -> ArithmeticCheck:
    """Compare a model's `answer` with the known one, and let its graphs compute exactly if needed.

    Raises `ModelBundleError` when exact arithmetic does not give the known answer either.
    """
    difference = answers_to_difference(known, answer())
    if difference <= TOLERANCE:
        return ArithmeticCheck("fast", difference)
    for graph in graphs:
        graph.compute_exactly()
    left = answers_to_difference(known, answer())
    if left > TOLERANCE:
        raise ModelBundleError(
            f"the model {name} does not give its known answer on this machine: a probability is "
            f"{left:.2f} away, {TOLERANCE} is allowed; install the locked requirements, or retrain"
        )
    log.warning(
        "model %s: this processor's fast kernels are wrong by %.3f; slower exact ones run instead",
        name,
        difference,
    )
    return ArithmeticCheck("exact", difference)


def answers_to_difference(known: KnownAnswers, answers: Mapping[str, NDArray[np.float64]]) -> float:
    """Find the largest difference of a probability; infinite where rows are missing or unequal."""
    if known.keys() != answers.keys():
        return float("inf")
    differences = [
        np.abs(answers[name] - np.asarray(row)).max()
        if np.shape(row) == answers[name].shape
        else np.inf
        for name, row in known.items()
    ]
    # A NaN is as wrong as can be, and no comparison would say so.
    return float(np.nan_to_num(max(differences), nan=np.inf, posinf=np.inf))


def answers_to_known(answers: Mapping[str, NDArray[np.float64]]) -> dict[str, tuple[float, ...]]:
    """Round answers for a manifest."""
    return {name: tuple(np.round(row, 6).tolist()) for name, row in answers.items()}
