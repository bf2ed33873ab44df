"""`python -m training.evaluate` on folders that it has not seen."""

import json
from pathlib import Path

import pytest

from tools.signals import song, to_file
from training.evaluate import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write two genres of synthesised music."""
    for genre, bpm in (("blues", 70.0), ("disco", 120.0), ("disco", 125.0)):
        path = tmp_path / "clips" / genre / f"{genre}.{bpm:05.0f}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_file(song(5, bpm=bpm)))
    return tmp_path / "clips"


@pytest.mark.parametrize("model", ["svm", "vgg19", "ensemble"])
def test_figures_are_printed_and_written(
    folder: Path, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Accuracy with its interval, macro-F1 and the confusion table, on paper and as JSON."""
    out = folder.parent / "out.json"

    status = main(["--data", str(folder), "--model", model, "--json", str(out)])

    printed = capsys.readouterr().out
    written = json.loads(out.read_text())
    assert 0 == status
    assert "accuracy" in printed
    assert "95 % interval" in printed
    assert (model, 3) == (written["model"], written["n_clips"])
    assert 2 == sum(written["confusion"][3])
    assert 0 <= written["accuracy_95"][0] <= written["accuracy"] <= written["accuracy_95"][1] <= 1


def test_agreement_with_exact_arithmetic(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Asked for, it is measured by both ways of computing, and said."""
    out = folder.parent / "out.json"

    assert 0 == main(["--data", str(folder), "--agreement", "--json", str(out)])

    agreement = json.loads(out.read_text())["agreement"]
    assert 1.0 == agreement["same_label"]
    assert 0 < agreement["largest_difference"] < 0.02
    assert "same label as in exact arithmetic: 100.0%" in capsys.readouterr().out


def test_unusable_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without clips ends with status 1 and a sentence."""
    assert 1 == main(["--data", str(tmp_path), "--model", "svm"])
    assert "cannot evaluate: no clip" in capsys.readouterr().err


@pytest.mark.data
def test_training_clips_are_pointed_out(
    gtzan_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On its own training clips a model is nearly always right, and the reader is warned."""
    status = main(["--data", str(gtzan_dir), "--split", "valid", "--model", "svm"])

    captured = capsys.readouterr()
    assert 0 == status
    assert "197 clips" in captured.out
    assert "svm was trained on a split called 'valid'" in captured.err
