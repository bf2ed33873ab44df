"""Both models together."""

import numpy as np
import pytest
from unit.training.genre.made_recipes import made_held_out

from training.evaluation.measures import expected_calibration_error
from training.genre.ensemble import held_out_to_ensemble


def test_mean_of_two_models_is_calibrated() -> None:
    """The better model counts more, and the temperature makes the mean as sure as it is right."""
    good, poor = made_held_out(1, 0.8), made_held_out(2, 1.6)

    settings, together = held_out_to_ensemble({"svm": poor, "vgg19": good})

    assert settings.weights["vgg19"] > 0.5
    assert 1 == pytest.approx(sum(settings.weights.values()))
    assert settings.temperature < 1  # a mean of calibrated answers is not sure enough
    assert together.hits.mean() >= good.hits.mean() - 0.02
    assert expected_calibration_error(together.probabilities, together.labels) < 0.1


def test_model_alone_has_all_the_weight() -> None:
    """One model is its own ensemble."""
    held = made_held_out(1, 0.8)

    settings, together = held_out_to_ensemble({"svm": held})

    assert {"svm": 1} == settings.weights
    assert 1 == pytest.approx(settings.temperature, rel=0.15)
    np.testing.assert_array_equal(held.hits, together.hits)
