"""Figures of a report → the model card."""

import json
from typing import Any

import pytest

from training.genre.card import gtzan_texts, report_to_card
from training.settings import MODEL_DIRS, REPORTS

TEXTS = gtzan_texts(4, ("jazz", "rock"))
REPORT = {
    "n_clips": 4,
    "accuracy": 0.75,
    "accuracy_95": [0.3, 0.95],
    "fold_accuracies": {"1": 1.0, "2": 0.5, "3": 0.75},
    "macro_f1": 0.7333,
    "ece": 0.05,
    "log_loss": 0.6,
    "genres": ["jazz", "rock"],
    "confusion": [[2, 0], [1, 1]],
}


def test_figures_are_those_of_the_report() -> None:
    """Accuracy with its interval, that of each fold, and the recall of each genre."""
    card = report_to_card("svm", REPORT, TEXTS)

    assert "| accuracy | 75.0% (95 % interval 30.0% – 95.0%) |" in card
    assert "| accuracy of each fold | 100.0%, 50.0%, 75.0% |" in card
    assert "| macro-F1 | 0.733 |" in card
    assert "- jazz: 100%\n- rock: 50%" in card
    assert "2 classes: jazz, rock" in card


def test_cost_of_8_bits_is_told_where_it_was_measured() -> None:
    """Only a report with a comparison has the row."""
    compared = {"accuracy_int8": 0.7, "accuracy_fp32": 0.71, "same_label": 0.99}

    assert "8-bit against fp32" not in report_to_card("vgg19", REPORT, TEXTS)
    assert "70.0% against 71.0%, same label on 99.0%" in report_to_card(
        "vgg19", REPORT | {"quantization": compared}, TEXTS
    )


def test_genre_without_clips_has_no_recall() -> None:
    """A row of the confusion table that is empty is 0 %, and no division by zero."""
    assert "- rock: 0%" in report_to_card("svm", REPORT | {"confusion": [[4, 0], [0, 0]]}, TEXTS)


@pytest.mark.parametrize("name", MODEL_DIRS)
def test_committed_cards_have_the_figures_of_their_manifests(name: str) -> None:
    """The table of a served model's card is what the manifest's scores give."""
    scores: dict[str, Any] = json.loads((MODEL_DIRS[name] / "manifest.json").read_text())["scores"]
    n_clips = sum(map(sum, json.loads((REPORTS / "folds.json").read_text())[name]["confusion"]))
    table = report_to_card(name, scores, gtzan_texts(n_clips, scores["genres"]))

    rows = [line for line in table.splitlines() if line.startswith("| ")]
    committed = (MODEL_DIRS[name] / "MODEL_CARD.md").read_text()
    assert len(rows) > 5
    assert [] == [row for row in rows if row not in committed]
