"""What fast loses on clips that no model of the answer has learnt from."""

import json
from pathlib import Path

import numpy as np
import pytest
from unit.training.genre.made_recipes import (
    clips_to_svm_features,
    made_clips,
    made_recipe,
)

from frontend.ensemble import EnsembleSettings
from training.fast import folds
from training.fast.folds import FAST_REPORT, PATCHES, main, row, said_to_fast, said_to_full
from training.genre import svm, vgg19

ENSEMBLE = EnsembleSettings(
    weights={svm.NAME: 0.5, vgg19.NAME: 0.5}, temperature=1.0, confident_from=0.7
)
SAID = {
    svm.NAME: np.array([[0.9, 0.1], [0.6, 0.4], [0.55, 0.45]]),
    vgg19.NAME: np.array([[0.0, 1.0], [0.9, 0.1], [0.0, 1.0]]),
}


def test_the_svm_has_its_way_where_it_is_sure() -> None:
    """Elsewhere both are asked, as always in full."""
    full = said_to_full(SAID, ENSEMBLE)

    fast = said_to_fast(SAID, ENSEMBLE, svm_sure_from=0.8)

    np.testing.assert_allclose([[0.45, 0.55], [0.75, 0.25], [0.275, 0.725]], full)
    np.testing.assert_allclose([[0.9, 0.1], [0.75, 0.25], [0.275, 0.725]], fast)


def test_what_is_lost_has_an_interval() -> None:
    """By the clips that full has right and fast has not, and the other way round."""
    full = np.array([[1.0, 0.0]] * 8 + [[0.0, 1.0]] * 2)
    fast = np.array([[1.0, 0.0]] * 7 + [[0.0, 1.0]] * 3)

    measured = row(fast, np.zeros(10, int), np.ones(10, bool), full)

    assert 0.7 == measured["accuracy"] == measured["confident"]["precision"]
    assert 10 == pytest.approx(measured["lost_points"])
    low, high = measured["lost_points_95"]
    assert 0 == low < 10 < high


def test_command_measures_both_savings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All clips, then those with audio, for each number of patches, beside full."""
    clips = made_clips()
    recipes = [made_recipe(clips), made_recipe(clips, vgg19.NAME)]
    monkeypatch.setattr(folds, "folder_to_clips", lambda _: clips)
    monkeypatch.setattr(folds, "folder_to_waveforms", lambda _: {c.name: None for c in clips[:6]})
    monkeypatch.setattr(folds, "made_backbone", lambda *_: tmp_path / "none.onnx")
    monkeypatch.setattr(folds, "clips_to_recipes", lambda *_: recipes)
    monkeypatch.setattr(
        folds, "clips_to_svm_features", lambda heard, _patches: clips_to_svm_features(heard)
    )
    monkeypatch.setattr(folds, "FAST_REPORT", tmp_path / FAST_REPORT.name)

    main()

    report = json.loads((tmp_path / FAST_REPORT.name).read_text())
    assert 2 * (1 + len(PATCHES)) == len(report) == len(capsys.readouterr().out.splitlines())
    assert 59 == report["all clips, full"]["n_clips"] == report["all clips, fast"]["n_clips"]
    assert 0 <= report["all clips, fast"]["vgg19_asked"] <= 1
