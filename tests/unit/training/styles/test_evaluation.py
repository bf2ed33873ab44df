"""How good the style model is on what training did not have."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from beat_service.styles.style_model import StyleModel
from training.data.groove import GROOVE_TO_STYLE
from training.styles.evaluation import MEASURED_STYLES, measure, measured_sets, names_to_indices
from training.styles.examples import UNHEARD, Examples
from training.styles.mixed_examples import NO_STYLE
from training.styles.network import NO_INDEX

STYLES = ("Jazz Swing", "Polka", "Rock")


class Echo:
    """A model whose probabilities are the vectors themselves."""

    styles = STYLES
    manifest = SimpleNamespace(confident_from=0.7)

    def vector_to_probabilities(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the vector."""
        return vector.astype(np.float64)


def examples(rows: list[tuple[str, list[float]]]) -> Examples:
    """Make examples of styles whose vectors are the probabilities that they get."""
    return Examples(
        np.array([row for _, row in rows], np.float32),
        np.array([f"a/{number}" for number in range(len(rows))]),
        np.array([style for style, _ in rows]),
        np.full(len(rows), UNHEARD),
        np.zeros(len(rows), bool),
    )


GROOVE = examples(
    [
        ("Rock", [0.1, 0.1, 0.8]),
        ("Rock", [0.5, 0.1, 0.4]),
        ("Rock", [0.2, 0.2, 0.6]),
        ("Jazz Swing", [0.1, 0.1, 0.8]),
        ("Polka", [0.1, 0.8, 0.1]),
    ]
)


def test_counted_styles_are_grooves() -> None:
    """Every style that is counted is one that Groove has."""
    assert set(MEASURED_STYLES) <= set(GROOVE_TO_STYLE.values())
    assert {"patterns", "groove_kit"} <= set(measured_sets(Path("groove")))


def test_sets_with_instruments_need_notes() -> None:
    """Without the held-out font's notes, nothing is measured among instruments."""
    with_notes = set(measured_sets(Path("groove"), notes=Path("notes.npz")))

    assert {"patterns_mixed", "groove_mixed", "no_drums"} == with_notes - set(
        measured_sets(Path("groove"))
    )


def test_groove_counts_measured_styles_alone() -> None:
    """Styles with few performances are in `all_styles_top1` and in no other figure."""
    report = measure(cast("StyleModel", Echo()), {"groove_kit": GROOVE})["groove_kit"]

    assert "Polka" not in MEASURED_STYLES
    assert (4, 0.5) == (report["top1"]["n_clips"], report["top1"]["accuracy"])
    assert 1 == report["top3"]["accuracy"]
    assert 0.75 == report["majority"]
    assert (2 / 3 + 0) / 2 == pytest.approx(report["macro_top1"])
    assert 3 / 5 == report["all_styles_top1"]
    assert (0.5, 0.5) == (report["confident"], report["confident_right"])


def test_nothing_confident_has_no_precision() -> None:
    """Where no answer reaches the threshold, none was right or wrong."""
    unsure = examples([("Rock", [0.3, 0.3, 0.4])])

    report = measure(cast("StyleModel", Echo()), {"groove_kit": unsure})["groove_kit"]

    assert 0 == report["confident"]
    assert report["confident_right"] is None


def test_music_without_drums_should_be_unsure() -> None:
    """Only how much there is and how often the model is sure are counted."""
    music = examples([(NO_STYLE, [0.9, 0.05, 0.05]), (NO_STYLE, [0.4, 0.3, 0.3])])

    report = measure(cast("StyleModel", Echo()), {"no_drums": music})

    assert {"no_drums": {"n_clips": 2, "n_sure": 1}} == report


def test_names_become_places() -> None:
    """A style's index is its place; music without drums has none; other names are errors."""
    indices = names_to_indices(np.array(["Rock", NO_STYLE, "Jazz Swing"]), STYLES)

    assert [2, NO_INDEX, 0] == indices.tolist()
    with pytest.raises(KeyError, match="Waltz"):
        names_to_indices(np.array(["Waltz"]), STYLES)
