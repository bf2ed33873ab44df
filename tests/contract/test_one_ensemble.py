"""The page's ensemble and the one that training measures are one formula in two forms."""

import json
from pathlib import Path

import numpy as np
import pytest

from frontend import ensemble
from frontend.ensemble import file_to_ensemble_settings, probabilities_to_ensemble
from frontend.texts.page import GENRES as LISTED_GENRES
from music_genre.audio.constants import GENRES
from training.evaluation.measures import probabilities_to_mixture, probabilities_to_sharpened

REPORT = Path(__file__).parents[2] / "training" / "reports" / "folds.json"
SETTINGS = file_to_ensemble_settings()
RANDOM = np.random.default_rng(0)
CERTAIN = np.eye(len(GENRES))[:1]
CASES = {
    "unsure": [RANDOM.dirichlet(np.ones(len(GENRES)), 50) for _ in SETTINGS.weights],
    "sure": [RANDOM.dirichlet(np.full(len(GENRES), 0.05), 50) for _ in SETTINGS.weights],
    "certain of the same": [CERTAIN for _ in SETTINGS.weights],
    "certain of different": [np.roll(CERTAIN, at) for at in range(len(SETTINGS.weights))],
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("temperature", [SETTINGS.temperature, 0.5, 1.0, 2.0])
def test_page_says_what_training_measures(
    case: str, temperature: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the page rounds, both forms agree to a millionth, whatever the models say."""
    monkeypatch.setattr(ensemble, "PROBABILITY_DIGITS", 12)
    settings = SETTINGS.model_copy(update={"temperature": temperature})
    by_model = dict(zip(settings.weights, CASES[case], strict=True))
    mixture = probabilities_to_mixture(by_model, settings.weights)
    measured = probabilities_to_sharpened(mixture, temperature)

    for number, expected in enumerate(measured):
        answers = {
            name: dict(zip(GENRES, rows[number].tolist(), strict=True))
            for name, rows in by_model.items()
        }
        shown = probabilities_to_ensemble(answers, settings)
        assert shown is not None
        np.testing.assert_allclose(expected, list(shown["probabilities"].values()), atol=1e-6)


def test_both_models_count() -> None:
    """The weights that are served leave no model out, so that the test above mixes something."""
    assert 2 == len(SETTINGS.weights)
    assert min(SETTINGS.weights.values()) > 0


def test_measured_share_is_that_of_the_report() -> None:
    """How often its sure answers are right, as the page says it, is what the folds have shown."""
    measured = json.loads(REPORT.read_text())["ensemble"]["confident"]["precision"]

    assert round(measured, 4) == SETTINGS.confident_precision


def test_listed_genres_are_those_of_the_models() -> None:
    """The page lists the genres in the models' order."""
    assert GENRES == LISTED_GENRES
