"""Loops of our own patterns get their tempo."""

import pytest

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.catalogue.analysis import model_to_analyse
from beat_service.drums.pattern import folder_to_styles
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.style_model import StyleModel
from tools.loop_tempi import pattern_to_loop, patterns_to_ratios, ratios_to_shares

PATTERNS = {style.name: style.patterns[0] for style in folder_to_styles()}


def test_shares() -> None:
    """Half and double are right but for the octave; what is near neither is wrong."""
    assert (0.25, 0.75) == ratios_to_shares([1.004, 0.5, 2.0, 1.33])


def test_a_loop_lasts_whole_bars() -> None:
    """Two bars at a pattern's own tempo."""
    house = PATTERNS["House"]

    assert round(2 * 4 * 60 / house.bpm * 22_050) == pytest.approx(
        len(pattern_to_loop(house, 2)), abs=1
    )


def test_loops_are_measured() -> None:
    """Trap and House of two bars are right, the octave left aside."""
    analyse = model_to_analyse(folder_to_analysis_model(ANALYSIS_DIR), StyleModel())
    ratios = patterns_to_ratios([PATTERNS["Trap"], PATTERNS["House"]], 2, analyse)

    assert 1.0 == ratios_to_shares(ratios)[1]
