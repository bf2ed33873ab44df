"""What quantising VGG19's convolutions costs, on made statistics."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from unit.training.genre.made_recipes import N_CLIPS, LeastSquares, made_clips

from training.data.dataset import Clip, DatasetError
from training.evaluation.folds import Features
from training.genre import quantization_cost, vgg19
from training.genre.quantization_cost import clips_to_comparison
from training.genre.recipes import INT8_BACKBONE
from training.settings import SERVICE_OUTPUTS, TrainingSettings

CLIPS = made_clips()
N_SPOILT = 3
N_FEATURES = 6


def made_statistics(_: TrainingSettings, backbone: Path, clips: list[Clip]) -> Features:
    """Tell the genres apart; in 8 bits the last clips look like the other genre."""
    random = np.random.default_rng(0)
    sides = np.array([1.0 if clip.genre == "rock" else -1.0 for clip in clips])
    if backbone.name == INT8_BACKBONE:
        sides[-N_SPOILT:] *= -1
    statistics = sides[:, None] + random.normal(0, 0.3, (len(clips), N_FEATURES))
    return statistics.astype(np.float32)


@pytest.fixture(autouse=True)
def made_backbones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace both backbones by made statistics, and the head by a smaller model."""
    monkeypatch.setattr(quantization_cost, "made_backbone", lambda *args: Path(args[2]))
    monkeypatch.setattr(quantization_cost, "vgg19_to_statistics", made_statistics)
    monkeypatch.setattr(vgg19, "fit", LeastSquares)


def test_comparison_is_on_the_valid_part() -> None:
    """Heads learn from train alone; what differs in valid is what 8 bits cost."""
    compared = clips_to_comparison(CLIPS, TrainingSettings())

    n_valid = N_CLIPS // 2
    assert n_valid == compared["n_clips"]
    assert 1 == compared["accuracy_fp32"]
    assert 1 - N_SPOILT / n_valid == pytest.approx(compared["accuracy_int8"])
    assert 1 - N_SPOILT / n_valid == pytest.approx(compared["same_label"])


def test_without_both_parts_there_is_nothing_to_compare() -> None:
    """Anybody's folder has one split; it gets no figures."""
    assert {} == clips_to_comparison([replace(c, split="all") for c in CLIPS], TrainingSettings())


def test_command_prints_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report goes where the models' card finds it; without parts, the command says so."""
    outputs = replace(SERVICE_OUTPUTS, quantization=tmp_path / "quantization.json")
    monkeypatch.setattr(quantization_cost, "SERVICE_OUTPUTS", outputs)
    monkeypatch.setattr(quantization_cost, "folder_to_clips", lambda _: CLIPS)

    quantization_cost.main()

    assert f"fp32 {1:.1%}, 8 bits 90.0%, same label on 90.0% of 30 clips" in capsys.readouterr().out
    assert {"n_clips", "accuracy_fp32", "accuracy_int8", "same_label"} == json.loads(
        (tmp_path / "quantization.json").read_text()
    ).keys()
    monkeypatch.setattr(quantization_cost, "folder_to_clips", lambda _: CLIPS[:3])
    with pytest.raises(DatasetError, match="no parts train and valid"):
        quantization_cost.main()
