"""Tables of renderings by sound fonts."""

from training.strangers.tables import (
    confusion_table,
    strangers_summary,
    strangers_table,
)

FOUND = {
    "n_renderings": 8,
    "n_performances": 6,
    "top1": 0.5,
    "top1_95": [0.25, 0.75],
    "top1_95_drummers": [0.2, 0.8],
    "top3": 0.75,
    "top3_95": [0.5, 1.0],
    "certain": 0.25,
    "n_certain": 2,
    "n_certain_right": 1,
}
REPORT = {
    "alone": FOUND,
    "ways": {"varied": FOUND},
    "fonts": {"TimGM6mb": FOUND},
    "styles": {"Funk": FOUND | {"n_performances": 1, "n_certain": 0}},
    "confusion": {"Funk": {"Funk": 3, "Rock": 2, "Soul": 1, "Latin": 1, "Pop": 1}},
}


def test_a_row_for_each_group() -> None:
    """Figures have their intervals; too few performances have none."""
    lines = strangers_table(REPORT).splitlines()

    assert "| drums alone | 8 of 6 | 50% (25% – 75%) | 20% – 80% |" in lines[2]
    assert "25%, 1 of 2" in lines[2]
    assert ["drums alone", "… played", "… TimGM6mb", "… Funk"] == [
        line.split("|")[1].strip().split(",")[0] for line in lines[2:]
    ]
    assert "| 1 of" not in lines[-1]
    assert "50% (–)" in lines[-1]


def test_summary() -> None:
    """Fonts that training heard and those it did not have their rows; rare styles have none."""
    styles = {"Rock": FOUND, "Punk": FOUND | {"n_performances": 1}}
    lines = strangers_summary({"unheard": {"alone": FOUND, "styles": styles}}).splitlines()

    assert ["FluidR3, never heard, drums alone", "… Rock"] == [
        line.split("|")[1].strip() for line in lines[2:]
    ]


def test_confusion() -> None:
    """The commonest answers are named, the others counted."""
    assert "| Funk | Funk 3, Rock 2, Soul 1, Latin 1, others 1 |" in confusion_table(REPORT)
