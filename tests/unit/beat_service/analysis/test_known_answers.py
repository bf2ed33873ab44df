"""The served networks give their known answers, and networks that do not are not served."""

from dataclasses import replace

import numpy as np
import pytest

from beat_service.analysis.analysis_model import AnalysisModel, folder_to_analysis_model
from beat_service.analysis.known_answers import (
    KEY_ANSWER,
    TEMPO_ANSWER,
    model_to_checked,
    scorers_to_known_answers,
)
from beat_service.analysis.tempogram import N_TEMPI
from beat_service.settings import ANALYSIS_DIR
from music_genre.audio.arithmetic import TOLERANCE
from music_genre.audio.errors import ModelBundleError


def test_answers_are_probabilities(model: AnalysisModel) -> None:
    """Every tempo and every key has one, with a sum of 1."""
    answers = scorers_to_known_answers(model.tempo, model.key, model.manifest.calibration)

    assert {TEMPO_ANSWER: (N_TEMPI,), KEY_ANSWER: (24,)} == {
        name: row.shape for name, row in answers.items()
    }
    for row in answers.values():
        assert row.min() >= 0
        assert 1 == pytest.approx(row.sum())


def test_answers_are_the_manifests(model: AnalysisModel) -> None:
    """The manifest knows them, and the check says how far this processor is away."""
    check = model_to_checked(model)

    assert {TEMPO_ANSWER, KEY_ANSWER} == set(model.manifest.known_answers)
    assert 0 <= check.difference <= TOLERANCE
    assert "fast" == check.arithmetic


def test_exact_arithmetic_gives_the_stored_answers() -> None:
    """As exported, the graphs give what was stored when they were trained."""
    model = folder_to_analysis_model(ANALYSIS_DIR)
    for graph in (model.tempo.graph, model.key.graph):
        graph.compute_exactly()
    answers = scorers_to_known_answers(model.tempo, model.key, model.manifest.calibration)

    for name, row in model.manifest.known_answers.items():
        np.testing.assert_allclose(answers[name], row, atol=1e-3)


@pytest.mark.parametrize("name", [TEMPO_ANSWER, KEY_ANSWER])
def test_networks_that_answer_otherwise_are_refused(name: str) -> None:
    """If either answer is another one than the manifest's, the service must not start."""
    model = folder_to_analysis_model(ANALYSIS_DIR)
    known = model.manifest.known_answers
    turned = known | {name: known[name][1:] + known[name][:1]}
    other = replace(model, manifest=model.manifest.model_copy(update={"known_answers": turned}))

    with pytest.raises(ModelBundleError, match="analysis does not give its known answer"):
        model_to_checked(other)
