"""The style model that serves is there until another one has been measured."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from unit.training.styles.made_examples import OTHERS, PATTERNS

from beat_service.styles.style_model import MODEL_DIR, StyleModel
from music_genre.audio.model_bundle import MODEL_FILE
from training.styles import train
from training.styles.train import NEVER, probabilities_to_certainty


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the served model, which training would replace by the same graph untrained."""
    folder = Path(shutil.copytree(MODEL_DIR, tmp_path / "served"))
    monkeypatch.setattr(train, "MODEL_DIR", folder)
    monkeypatch.setattr(train, "REPORT", tmp_path / "report.json")
    monkeypatch.setattr(train, "_training_sets", lambda *_: [PATTERNS, OTHERS])
    monkeypatch.setattr(train, "_unheard", lambda *_: {})
    monkeypatch.setattr(train, "folder_to_note_files", lambda _: {})
    monkeypatch.setattr(train, "folder_to_songs", lambda _: [])
    monkeypatch.setattr(train, "_calibrated", lambda *_: ({}, 1.0, 0.5))
    monkeypatch.setattr(train, "fit_networks", lambda *_: None)
    monkeypatch.setattr(train, "_prototypes", lambda *_: None)
    monkeypatch.setattr(train, "with_similarities", lambda *_: None)
    monkeypatch.setattr(train, "vectors_to_music_weights", lambda *_: None)
    monkeypatch.setattr(train, "graph_with_music", lambda graph, _: graph)
    monkeypatch.setattr(
        train, "save_network", lambda _, __, path: shutil.copy(MODEL_DIR / MODEL_FILE, path)
    )
    monkeypatch.setattr(train, "report_to_card", lambda report: f"# {report['top1']}\n")
    monkeypatch.setattr(train, "embeddings_to_picture", lambda *_: None)
    return folder


def test_certainty_is_said_often_and_rightly_or_never() -> None:
    """A quarter of drums alone and nine in ten right, else no probability is enough."""
    first = np.linspace(1.0, 0.51, 100)
    rows = np.stack([first, 1 - first], axis=1)
    labels, alone = (np.arange(100) >= 40).astype(np.intp), np.ones(100, bool)
    seldom = np.arange(100) >= 30

    assert first[43] == probabilities_to_certainty(rows, labels, alone)
    assert NEVER == probabilities_to_certainty(rows, labels, seldom)
    assert NEVER == probabilities_to_certainty(rows, 1 - labels, alone)


def test_breaking_off_while_measuring_keeps_the_served_model(
    served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make train-styles` measures the new model elsewhere; the served one is not touched."""
    before = {path.name: path.read_bytes() for path in served.iterdir()}
    measured: list[StyleModel] = []

    def broken_off(model: StyleModel, _: Any) -> dict[str, Any]:
        measured.append(model)
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "measure", broken_off)

    with pytest.raises(KeyboardInterrupt):
        train.main()

    assert [("Jazz Swing", "Rock")] == [model.styles for model in measured]
    assert before == {path.name: path.read_bytes() for path in served.iterdir()}


def test_measured_model_replaces_the_served_one(
    served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures and card arrive with the model; rows are told by their field, not by their place."""
    monkeypatch.setattr(train, "measure", lambda *_: {"top1": 0.5})

    train.main()

    model = StyleModel(served)
    assert ("Jazz Swing", "Rock") == model.styles
    assert 0.5 == model.manifest.scores["top1"]
    assert "# 0.5\n" == (served / "MODEL_CARD.md").read_text()
    counts = model.manifest.scores["training"]
    assert (5, 1, 1) == tuple(counts[k] for k in ("examples", "n_mixed", "n_without_drums"))
