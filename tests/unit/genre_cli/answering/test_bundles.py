"""Models, loaded when they are needed."""

from pathlib import Path

import pytest

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.answering.bundles import Bundles


def test_they_are_the_services_models() -> None:
    """Each has the name and the limits of the service whose model it is."""
    bundles = Bundles(onnx_threads=1)

    names = [one.manifest.name for one in (bundles.svm, bundles.vgg19, bundles.analysis)]
    assert ["svm", "vgg19", "analysis"] == names
    assert bundles.svm is bundles.svm
    assert 900 == bundles.max_audio_s
    assert {"svm", "vgg19"} == bundles.ensemble.weights.keys()


def test_others_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`MODELS_DIR` is asked, and what is wrong with it is said."""
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))

    with pytest.raises(NobodyAnswersError, match="train both models into it"):
        _ = Bundles().vgg19


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the start of a service."""
    monkeypatch.setenv("MAX_AUDIO_S", "-1")

    with pytest.raises(NobodyAnswersError, match="MAX_AUDIO_S"):
        _ = Bundles().max_audio_s
