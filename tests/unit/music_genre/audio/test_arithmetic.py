"""A model whose fast answers are wrong computes exactly, says so, or is not served at all."""

import logging
from collections.abc import Mapping
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.arithmetic import (
    TOLERANCE,
    ArithmeticCheck,
    answers_to_difference,
    answers_to_known,
    graphs_to_checked,
)
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.onnx_graph import OnnxGraph

KNOWN = {"genres": (0.7, 0.3)}


class Model:
    """A model that is wrong by `fast` until it computes exactly, and then by `exact`."""

    def __init__(self, fast: float, exact: float = 0.0) -> None:
        self.error, self.exact = fast, exact

    def compute_exactly(self) -> None:
        """Do as a graph does."""
        self.error = self.exact

    def answer(self) -> Mapping[str, NDArray[np.float64]]:
        """Give the known answer, with the error."""
        return {"genres": np.array([0.7 + self.error, 0.3 - self.error])}


def check(model: Model) -> ArithmeticCheck:
    """Hold a model against the known answer."""
    return graphs_to_checked("svm", [cast("OnnxGraph", model)], KNOWN, model.answer)


@pytest.mark.parametrize("error", [0.0, 0.99 * TOLERANCE])
def test_right_answers_stay_fast(error: float, caplog: pytest.LogCaptureFixture) -> None:
    """A difference within the tolerance changes nothing and is nothing to talk about."""
    model = Model(fast=error, exact=9.0)

    checked = check(model)

    assert ("fast", error) == (checked.arithmetic, round(checked.difference, 6))
    assert error == model.error
    assert [] == caplog.records


def test_wrong_answers_become_exact(caplog: pytest.LogCaptureFixture) -> None:
    """Beyond the tolerance the graphs compute exactly, and the log says how wrong they were."""
    with caplog.at_level(logging.WARNING):
        checked = check(Model(fast=0.05))

    assert ("exact", 0.05) == (checked.arithmetic, round(checked.difference, 6))
    (record,) = caplog.records
    assert "model svm: this processor's fast kernels are wrong by 0.050" in record.getMessage()


@pytest.mark.parametrize("error", [1.01 * TOLERANCE, np.nan])
def test_what_is_wrong_either_way_is_refused(error: float) -> None:
    """A model that is wrong in exact arithmetic too is never served."""
    with pytest.raises(ModelBundleError, match="svm does not give its known answer"):
        check(Model(fast=error, exact=error))


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"styles": np.array([0.7, 0.3])},
        {"genres": np.array([0.7, 0.2, 0.1])},
        {"genres": np.array([np.nan, 0.3])},
        {"genres": np.array([0.7, 0.3]), "styles": np.array([1.0])},
    ],
)
def test_other_answers_are_as_wrong_as_can_be(answers: dict[str, NDArray[np.float64]]) -> None:
    """Rows that are missing, of other sizes or no numbers are not compared away."""
    assert float("inf") == answers_to_difference(KNOWN, answers)


def test_known_answers_are_plain_numbers() -> None:
    """A manifest gets rows of rounded floats, near enough to what they were."""
    answers = {"genres": np.array([1 / 3, 2 / 3])}

    known = answers_to_known(answers)
    assert {"genres": (0.333333, 0.666667)} == known
    assert answers_to_difference(known, answers) < 1e-6
