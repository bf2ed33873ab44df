"""`frontend.ensemble`: the weighted mean, and its file."""

from pathlib import Path

import pytest

from frontend.ensemble import (
    EnsembleFileError,
    EnsembleSettings,
    file_to_ensemble_settings,
    probabilities_to_ensemble,
)

SETTINGS = EnsembleSettings(weights={"svm": 0.25, "vgg19": 0.75}, temperature=1, confident_from=0.6)


def test_weights_count() -> None:
    """Each model's probabilities count by its weight."""
    ensemble = probabilities_to_ensemble(
        {"svm": {"jazz": 0.2, "rock": 0.8}, "vgg19": {"jazz": 0.9, "rock": 0.1}}, SETTINGS
    )
    assert ensemble == {
        "genre": "jazz",
        "outcome": "confident",
        "probabilities": {"jazz": 0.725, "rock": 0.275},
    }


def test_missing_model_leaves_the_others() -> None:
    """The weights of those that answered count in proportion."""
    ensemble = probabilities_to_ensemble({"svm": {"jazz": 0.2, "rock": 0.8}}, SETTINGS)
    assert ensemble is not None
    assert ensemble["probabilities"] == {"jazz": 0.2, "rock": 0.8}


@pytest.mark.parametrize(
    ("rock", "outcome"), [(0.6, "confident"), (0.5999, "ambiguous")], ids=["at", "under"]
)
def test_threshold(rock: float, outcome: str) -> None:
    """An answer is confident from the threshold on, and ambiguous just under it."""
    ensemble = probabilities_to_ensemble({"svm": {"jazz": 1 - rock, "rock": rock}}, SETTINGS)
    assert ensemble is not None
    assert (ensemble["genre"], ensemble["outcome"]) == ("rock", outcome)


def test_silence() -> None:
    """Models that find silence make a silent ensemble."""
    assert probabilities_to_ensemble({"svm": None, "vgg19": None}, SETTINGS) == {
        "genre": None,
        "outcome": "silence",
        "probabilities": None,
    }


def test_one_silent_model_does_not_count() -> None:
    """A model that finds silence leaves the answer to the other."""
    ensemble = probabilities_to_ensemble({"svm": None, "vgg19": {"jazz": 1.0}}, SETTINGS)
    assert ensemble is not None
    assert ensemble["genre"] == "jazz"


def test_models_of_different_genres_have_no_mean() -> None:
    """What one model cannot say would lose by that alone; a model without weight does not count."""
    bodies = {"svm": {"jazz": 0.2, "rock": 0.8}, "vgg19": {"jazz": 0.9, "kizomba": 0.1}}
    alone = EnsembleSettings(weights={"svm": 1}, temperature=1, confident_from=0.5)

    assert probabilities_to_ensemble(bodies, SETTINGS) is None
    ensemble = probabilities_to_ensemble(bodies, alone)
    assert ensemble is not None
    assert ensemble["probabilities"] == bodies["svm"]


def test_nobody_answered() -> None:
    """Without an answer there is no ensemble."""
    assert probabilities_to_ensemble({}, SETTINGS) is None


def test_only_a_model_without_weight_answered() -> None:
    """A model that counts for nothing makes no ensemble alone."""
    settings = EnsembleSettings(weights={"svm": 0, "vgg19": 1}, temperature=1, confident_from=0.5)
    assert probabilities_to_ensemble({"svm": {"jazz": 1.0}}, settings) is None


def test_the_file_in_the_repository_is_good() -> None:
    """`ensemble.json` has a weight for each of the two models."""
    assert {"svm", "vgg19"} <= file_to_ensemble_settings().weights.keys()


@pytest.mark.parametrize(
    "content", ["", "[]", '{"weights": {"svm": -1}, "confident_from": 0.6}', '{"weights": {}}']
)
def test_wrong_file_is_refused(tmp_path: Path, content: str) -> None:
    """A file that cannot be used is refused by name."""
    path = tmp_path / "ensemble.json"
    path.write_text(content)
    with pytest.raises(EnsembleFileError, match=r"ensemble\.json"):
        file_to_ensemble_settings(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is refused by name."""
    with pytest.raises(EnsembleFileError, match=r"ensemble\.json"):
        file_to_ensemble_settings(tmp_path / "ensemble.json")


def test_temperature_sharpens_the_mean() -> None:
    """Under 1 the mean of two answers gets surer; one answer alone stays as it is."""
    settings = EnsembleSettings(weights={"svm": 1, "vgg19": 1}, temperature=0.5, confident_from=0.6)
    answer = {"jazz": 0.6, "rock": 0.4}

    both = probabilities_to_ensemble({"svm": answer, "vgg19": answer}, settings)
    alone = probabilities_to_ensemble({"svm": answer}, settings)

    assert both is not None
    assert alone is not None
    assert {"jazz": 0.6923, "rock": 0.3077} == both["probabilities"]
    assert answer == alone["probabilities"]
