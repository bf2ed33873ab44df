"""The page's verdict without services."""

from typing import Any

import pytest
import requests

from frontend.texts.verdict import TAG_LABELS
from tools.processes import Services
from tools.served_verdict import bytes_to_verdict, served_models
from tools.signals import song, to_file

SONG = to_file(song(8))


def without_rounding(verdict: dict[str, Any]) -> dict[str, Any]:
    """Leave the numbers out, which differ by processor."""
    return {name: verdict[name] for name in ("genre", "outcome", "kind", "nearest")}


def test_as_the_page_says(services: Services) -> None:
    """It is what the real front end answers for the same bytes."""
    answer = requests.post(f"{services.frontend}/api/predict", files={"file": SONG}, timeout=60)
    expected = answer.json()["ensemble"]
    said = bytes_to_verdict(SONG, served_models())

    assert said is not None
    assert without_rounding(expected) == without_rounding(said)
    assert expected["probabilities"] == pytest.approx(said["probabilities"], abs=0.01)


def test_one_model_alone() -> None:
    """One model that is asked alone has the last word."""
    models = served_models()
    said = bytes_to_verdict(SONG, {"svm": models["svm"]})

    assert said is not None
    assert said["tags"]
    assert models.keys() == {"svm", "vgg19"}


def test_words_of_the_page_are_words_of_the_model() -> None:
    """The page has a name for each word that the SVM's network knows, and for no other."""
    served = served_models()["svm"].doubt.tag_names

    assert TAG_LABELS.english.keys() == set(served)
