"""What the catalogue keeps of our beats is what the analysis hears in them."""

import pytest

from beat_service.analysis.analysed_patterns import analysed_patterns
from beat_service.drums.repertoire import folders_to_repertoire
from tools.analyse_patterns import pattern_to_facts

PATTERNS = {pattern.id: pattern for style in folders_to_repertoire() for pattern in style.patterns}


def test_every_pattern_was_heard() -> None:
    """The file has our patterns and no others."""
    assert set(PATTERNS) == set(analysed_patterns())


@pytest.mark.parametrize("name", ["afro-lagos-night", *list(PATTERNS)[::40]])
def test_the_file_is_what_is_heard_today(name: str) -> None:
    """`make hear-beats` would write the same; run it after changing a pattern or the analysis."""
    facts, kept = pattern_to_facts(PATTERNS[name], PATTERNS[name].bpm), analysed_patterns()[name]

    assert facts["energy"] == pytest.approx(kept["energy"], abs=0.002)
    for band, row in facts["steps"].items():
        assert row == pytest.approx(kept["steps"][band], abs=0.01)
