"""Beats for music of strangers: joined as the service does, counted, and told on a page."""

from typing import Any

import numpy as np
import pytest

from beat_service.styles.style_model import StyleModel
from tools.foreign_beats import (
    Recommended,
    answers_to_sum,
    piece_to_recommended,
    recommended_to_page,
)
from tools.game_music import Piece

PIECE = Piece("asc-music", "theme", "electronic", b"")
VECTORS = np.zeros((2, 4740), np.float32)


def verdict(outcome: str, **tags: float) -> dict[str, Any]:
    """Make a verdict with these words; of the genres metal is the nearest."""
    genre = "metal" if outcome == "ambiguous" else None
    return {"outcome": outcome, "genre": genre, "probabilities": {"metal": 1.0}, "tags": tags}


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> StyleModel:
    """Let the rhythm be Rock by a little, House nearly as much."""
    model = StyleModel()
    row = np.array([{"Rock": 0.5, "House": 0.45}.get(style, 0.0) for style in model.styles])
    rows = np.stack([row + (1 - row.sum()) * (np.array(model.styles) == "Punk")] * 2)
    monkeypatch.setattr(StyleModel, "vectors_to_probabilities", lambda *_: rows)
    monkeypatch.setattr(StyleModel, "probabilities_to_outcome", lambda *_: "ambiguous")
    return model


@pytest.mark.parametrize(
    ("said", "style", "goes"),
    [
        (verdict("none_of_these", electronic=0.9), "House", True),
        (verdict("none_of_these", beautiful=0.9), "Rock", None),
        (verdict("not_music", electronic=0.9), "Rock", None),
        (verdict("ambiguous"), "Rock", True),
    ],
    ids=["words", "words-of-nothing", "no-music", "genre"],
)
def test_a_piece(model: StyleModel, said: dict[str, Any], style: str, *, goes: bool | None) -> None:
    """Words lean what the rhythm leaves open, but only of music, and whether it goes is told."""
    answer = piece_to_recommended(PIECE, VECTORS, said, model)

    assert (style, "Rock", goes) == (answer.style, answer.by_rhythm, answer.goes)
    assert not answer.certain


def test_the_page() -> None:
    """The sum names the commonest style and how many go; each piece has its row."""
    said = verdict("none_of_these", electronic=0.9)
    answers = [
        Recommended(PIECE, said, "Rock", style, 0.4, certain=False)
        for style in ("House", "House", "Rock")
    ]
    page = recommended_to_page(answers)

    assert "3 pieces: the commonest style is House (67%); 2 of 3 go" in answers_to_sum(answers)
    assert "| House | 2 (67%) | 0 |" in page
    assert "| asc-music | theme | electronic | electronic 90% | Rock | Rock 40% | **no** |" in page
