"""Figures of the style model → its model card."""

import json
from typing import Any

from beat_service.styles.style_model import MODEL_DIR
from training.settings import REPORTS
from training.styles.card import report_to_card

REPORT: dict[str, Any] = json.loads((REPORTS / "beat_styles.json").read_text())


def test_committed_card_is_that_of_the_report() -> None:
    """Words and figures of the served model's card are what its report gives."""
    committed = (MODEL_DIR / "MODEL_CARD.md").read_text()

    assert committed.split() == report_to_card(REPORT).split()


def test_fonts_are_named() -> None:
    """The card says with which sound fonts a model was trained, or that there were none."""
    training = REPORT["training"]

    without = report_to_card(REPORT | {"training": training | {"fonts": []}})
    some = report_to_card(REPORT | {"training": training | {"fonts": ["A.sf2", "B.sf2"]}})

    assert "  none was installed.\n" in without
    assert "  A.sf2, B.sf2.\n" in some


def test_figures_are_those_of_the_report() -> None:
    """Another report has another card."""
    training = REPORT["training"] | {"held_out": 4321, "top1_held_out": 0.123}

    card = report_to_card(REPORT | {"training": training})

    assert "Calibrated on 4321 beats" in card
    assert "12.3% of all its styles are right" in card
