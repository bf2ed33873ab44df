"""How good the style model is on what training did not have."""

from pathlib import Path

from training.data.groove import GROOVE_TO_STYLE
from training.styles.evaluation import MEASURED_STYLES, measured_sets


def test_counted_styles_are_grooves() -> None:
    """Every style that is counted is one that Groove has."""
    assert set(MEASURED_STYLES) <= set(GROOVE_TO_STYLE.values())
    assert {"patterns", "groove_kit"} <= set(measured_sets(Path("groove")))
