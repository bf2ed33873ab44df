"""The style model that is shipped."""

import json
from pathlib import Path

import numpy as np
import pytest
from models.pattern_less import write_pattern_less_model
from models.played_patterns import played_patterns

from beat_service.drums.pattern import folder_to_styles
from beat_service.styles.rhythm_vector import waveform_to_windows
from beat_service.styles.style_model import MODEL_DIR, StyleModel
from music_genre.audio.errors import ModelBundleError
from training.styles.examples import Examples

REPORT = Path(__file__).parents[4] / "training" / "reports" / "beat_styles.json"
TOP1_BAR = 0.8  # 88.4 % are reported with another seed, 86.3 % come out with this one


@pytest.fixture(scope="module")
def model() -> StyleModel:
    """Load the model once."""
    return StyleModel()


@pytest.fixture(scope="module")
def played() -> Examples:
    """Play our patterns at other tempi, on another kit, by other people."""
    return played_patterns()


def test_it_knows_our_styles(model: StyleModel) -> None:
    """The styles are those of the catalogue."""
    assert {style.name for style in folder_to_styles()} == set(model.styles)


def test_probabilities(model: StyleModel) -> None:
    """Every answer is a distribution, also for silence."""
    silence = model.waveform_to_probabilities(np.zeros(22_050 * 5, np.float32))

    assert (len(model.styles),) == silence.shape
    assert pytest.approx(1) == silence.sum()


def test_a_long_track_is_heard_in_windows(model: StyleModel) -> None:
    """A track that changes has the mean of what its parts are like."""
    noise = np.random.default_rng(1).standard_normal(22_050 * 90).astype(np.float32)
    clicks = np.zeros(22_050 * 30, np.float32)
    clicks[::11_025] = 1
    noise[: len(clicks)] = clicks
    rows = [model.waveform_to_probabilities(window) for window in waveform_to_windows(noise)]

    np.testing.assert_allclose(model.waveform_to_probabilities(noise), np.mean(rows, axis=0))
    assert np.abs(rows[0] - rows[-2]).max() > 0.01


def test_our_patterns_are_recognised_on_an_unseen_kit(model: StyleModel, played: Examples) -> None:
    """Other tempi, another kit, other people: nearly all are still themselves."""
    right = [
        model.styles[int(model.vector_to_probabilities(vector).argmax())] == style
        for vector, style in zip(played.vectors, played.styles, strict=True)
    ]

    assert np.mean(right) >= TOP1_BAR


def test_the_report_is_the_models() -> None:
    """The manifest and the report hold the same figures."""
    manifest = json.loads((MODEL_DIR / "manifest.json").read_text())

    assert json.loads(REPORT.read_text()) == manifest["scores"]


def test_a_model_without_patterns_is_served(tmp_path: Path, played: Examples) -> None:
    """Serving asks for styles alone: a graph that knows no patterns gives the same ones."""
    vector = played.vectors[0]
    styles = StyleModel(write_pattern_less_model(tmp_path)).vector_to_probabilities(vector)

    np.testing.assert_array_equal(StyleModel().vector_to_probabilities(vector), styles)


def test_another_services_model_is_refused() -> None:
    """A genre model in this place ends the start with its name."""
    with pytest.raises(ModelBundleError, match="holds the model svm"):
        StyleModel(MODEL_DIR.parents[1] / "svm_service" / "model")
