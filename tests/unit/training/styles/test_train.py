"""The style model that serves is there until another one has been measured."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beat_service.styles.style_model import MODEL_DIR, StyleModel
from music_genre.audio.model_bundle import MODEL_FILE
from training.styles import train
from training.styles.examples import UNHEARD, Examples


def examples(names: list[str], styles: list[str]) -> Examples:
    """Examples whose vectors say nothing."""
    vectors = np.zeros((len(names), 1), np.float32)
    parts = np.full(len(names), UNHEARD)
    return Examples(vectors, np.array(names), np.array(styles), parts)


def test_breaking_off_while_measuring_keeps_the_served_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make train-styles` measures the new model elsewhere; the served one is not touched."""
    served = Path(shutil.copytree(MODEL_DIR, tmp_path / "served"))
    before = {path.name: path.read_bytes() for path in served.iterdir()}
    sets = [
        examples(["four", "shuffle"], ["Rock", "Jazz Swing"]),
        examples(["drummer1/1", "drummer2/2"], ["Rock", "Jazz Swing"]),
    ]
    measured: list[StyleModel] = []

    def broken_off(model: StyleModel, _: Any) -> dict[str, Any]:
        measured.append(model)
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "MODEL_DIR", served)
    monkeypatch.setattr(train, "_training_sets", lambda *_: sets)
    monkeypatch.setattr(train, "_unheard", lambda *_: {})
    monkeypatch.setattr(train, "folder_to_note_files", lambda _: {})
    monkeypatch.setattr(train, "_calibrated", lambda *_: ({}, 1.0, 0.5))
    monkeypatch.setattr(train, "fit_networks", lambda *_: None)
    monkeypatch.setattr(train, "_prototypes", lambda *_: None)
    monkeypatch.setattr(train, "with_likeness", lambda *_: None)
    monkeypatch.setattr(
        train, "save_network", lambda _, __, path: shutil.copy(MODEL_DIR / MODEL_FILE, path)
    )
    monkeypatch.setattr(train, "measure", broken_off)

    with pytest.raises(KeyboardInterrupt):
        train.main()

    assert [("Jazz Swing", "Rock")] == [model.styles for model in measured]
    assert before == {path.name: path.read_bytes() for path in served.iterdir()}
