"""The style model that is shipped."""

import json
from pathlib import Path

import numpy as np
import pytest

from audio.errors import ModelBundleError
from beat_service.beat_pattern import folder_to_styles
from beat_service.style_model import MODEL_DIR, StyleModel
from training.beat_examples import pattern_examples

REPORT = Path(__file__).parents[3] / "training" / "reports" / "beat_styles.json"
UNSEEN = 11
TOP1_BAR = 0.7  # 76.8 % were measured on twice as many


@pytest.fixture(scope="module")
def model() -> StyleModel:
    """The model, loaded once."""
    return StyleModel()


def test_it_knows_our_styles(model: StyleModel) -> None:
    """The styles are those of the base."""
    assert {style.name for style in folder_to_styles()} == set(model.styles)


def test_probabilities(model: StyleModel) -> None:
    """Every answer is a distribution, also for silence."""
    silence = model.waveform_to_probabilities(np.zeros(22_050 * 5, np.float32))

    assert (len(model.styles),) == silence.shape
    assert pytest.approx(1) == silence.sum()


def test_our_patterns_are_recognised_on_an_unseen_kit(model: StyleModel) -> None:
    """Other tempi, another kit, other people: nearly all are still themselves."""
    examples = pattern_examples(UNSEEN)
    chosen = range(0, len(examples.styles), 4)
    right = [
        model.styles[int(model.vector_to_probabilities(examples.vectors[i]).argmax())]
        == examples.styles[i]
        for i in chosen
    ]

    assert np.mean(right) >= TOP1_BAR


def test_the_report_is_the_models() -> None:
    """The manifest and the report hold the same figures."""
    manifest = json.loads((MODEL_DIR / "manifest.json").read_text())

    assert json.loads(REPORT.read_text()) == manifest["scores"]


def test_another_services_model_is_refused() -> None:
    """A genre model in this place ends the start with its name."""
    with pytest.raises(ModelBundleError, match="holds the model svm"):
        StyleModel(MODEL_DIR.parents[1] / "svm_service" / "model")
