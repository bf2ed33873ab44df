"""A genre model that runs, and what it says of the known window."""

from pathlib import Path

import numpy as np
import pytest

from music_genre.audio.genre_model import GENRES_ANSWER
from svm_service.model import folder_to_model

SVM_DIR = Path(__file__).parents[4] / "svm_service" / "model"


def test_committed_model_warms_up() -> None:
    """The model loads, and on this processor it is right about the known window."""
    model = folder_to_model(SVM_DIR, onnx_threads=1)
    check = model.warm_up()

    known = model.manifest.known_answers[GENRES_ANSWER]
    np.testing.assert_allclose(model.known_answers()[GENRES_ANSWER], known, rtol=0, atol=0.01)
    assert "exact" == check.arithmetic or check.difference == pytest.approx(0, abs=0.01)
