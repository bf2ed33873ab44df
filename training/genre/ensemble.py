"""Both models together: their weights, and the calibration of the mean, from held-out scores."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from frontend.ensemble import EnsembleSettings
from training.evaluation.folds import HeldOut
from training.evaluation.measures import PROBABILITY_FLOOR, probabilities_to_mixture

NAME = "ensemble"
WEIGHT_STEPS = 21


def held_out_to_ensemble(by_model: Mapping[str, HeldOut]) -> tuple[EnsembleSettings, HeldOut]:
    """Choose the weights with the least log loss on held-out clips; give the mean as a model, too.

    The mean of two calibrated models is less sure than it is right, so it has a temperature too.
    A model that is alone has all the weight.
    """
    rows = {name: held.probabilities for name, held in by_model.items()}
    weights = _rows_to_weights(rows, next(iter(by_model.values())).labels)
    held = held_out_to_together(by_model, weights)
    settings = EnsembleSettings(
        weights=weights,
        temperature=round(held.temperature, 4),
        confident_from=round(held.confident_from, 4),
        confident_precision=round(held.confident_share()["precision"], 4),
    )
    return settings, held


def held_out_to_together(by_model: Mapping[str, HeldOut], weights: Mapping[str, float]) -> HeldOut:
    """Give the mean of the models, by weights that were chosen before, as a model."""
    rows = {name: held.probabilities for name, held in by_model.items()}
    mixture = np.maximum(probabilities_to_mixture(rows, weights), PROBABILITY_FLOOR)
    first = next(iter(by_model.values()))
    return HeldOut(np.log(mixture).astype(np.float32), first.labels, first.folds)


def _rows_to_weights(
    rows: Mapping[str, NDArray[np.float64]], labels: NDArray[np.intp]
) -> dict[str, float]:
    if len(rows) == 1:
        return dict.fromkeys(rows, 1.0)
    one, other = rows

    def loss(weight: float) -> float:
        mixture = probabilities_to_mixture(rows, {one: weight, other: 1 - weight})
        true = mixture[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(true, PROBABILITY_FLOOR)).mean())

    weight = float(min(np.linspace(0, 1, WEIGHT_STEPS), key=loss))
    return {one: round(weight, 2), other: round(1 - weight, 2)}
