"""What `make train` refuses, and what it makes of anybody's folder."""

import json
from pathlib import Path

import pytest
from own_music import OWN_GENRES, write_own_music

from frontend.ensemble import file_to_ensemble_settings
from svm_service.model import folder_to_model
from tools.signals import song, to_file
from training import train
from training.train import INTERRUPTED, main


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train the SVM on three genres of made music; the folder of the results."""
    folder = tmp_path_factory.mktemp("train")
    music = write_own_music(folder / "music")
    assert 0 == main(["--data", str(music), "--out", str(folder / "out"), "--models", "svm"])
    return folder / "out"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--data", "x"], "--data and --out go together"),
        (["--out", "x"], "--data and --out go together"),
        (["--models", "svm"], "--models goes with them"),
        (["--data", "x", "--out", "y", "--models", "svm,cnn"], "'cnn' is none of svm, vgg19"),
    ],
)
def test_options(options: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Options that make no sense together are refused before anything is read."""
    assert 1 == main(options)
    assert message in capsys.readouterr().err


def test_bundle_is_served(out: Path) -> None:
    """The service's own code loads the SVM, which knows the folder's genres and predicts."""
    model = folder_to_model(out / "svm", 1)

    prediction = model.bytes_to_prediction(to_file(song(5)), 30.0)
    assert tuple(sorted(OWN_GENRES)) == model.manifest.genres
    assert prediction.probabilities is not None
    assert 1 == pytest.approx(prediction.probabilities.sum())
    assert "exact" == model.warm_up().arithmetic or model.warm_up().difference < 0.01


def test_report_manifest_and_card_say_the_same(out: Path) -> None:
    """The figures of the folds are in the report, in the manifest and on the card."""
    report = json.loads((out / "report.json").read_text())["models"]["svm"]
    manifest = folder_to_model(out / "svm", 1).manifest

    assert report["accuracy"] == manifest.scores["accuracy"]
    assert f"| accuracy | {report['accuracy']:.1%}" in (out / "svm" / "MODEL_CARD.md").read_text()
    durations_s = [duration_s for duration_s, _ in manifest.temperatures]
    assert [3, 5, 10, 30] == durations_s


def test_model_alone_is_its_ensemble(out: Path) -> None:
    """With one model the page's answer is that model's."""
    assert {"svm": 1} == file_to_ensemble_settings(out / "ensemble.json").weights
    assert not (out / "vgg19").exists()


def test_interrupted_run_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C ends with a shell's status for it and a sentence, not with a traceback."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "train_gtzan", interrupted)

    assert INTERRUPTED == main([])
    assert "the same command goes on from here" in capsys.readouterr().err
