"""What is kept of our patterns, and how it is read."""

import numpy as np

from beat_service.analysis.analysed_patterns import analysed_patterns, facts_to_onset_pattern
from beat_service.drums.repertoire import folders_to_repertoire


def test_facts_of_every_pattern() -> None:
    """Each pattern has an energy of 0 to 1 and an onset pattern whose bands reach from 0 to 1."""
    patterns = {p.id: p for style in folders_to_repertoire() for p in style.patterns}
    assert set(patterns) == set(analysed_patterns())

    for name, facts in analysed_patterns().items():
        onset_pattern = facts_to_onset_pattern(facts)
        assert 0 < facts["energy"] < 1
        assert onset_pattern is not None
        assert (3, patterns[name].time_signature.steps_per_bar()) == onset_pattern.shape
        assert np.float64 == onset_pattern.dtype
        assert set(onset_pattern.min(axis=1)) == {0.0}
        assert set(onset_pattern.max(axis=1)) <= {0.0, 1.0}


def test_bands_are_read_from_low_to_high() -> None:
    """The rows come in the order of the bands, whatever the order in the file."""
    facts = {"steps": {"high": [3.0] * 16, "low": [1.0] * 16, "mid": [2.0] * 16}}
    onset_pattern = facts_to_onset_pattern(facts)

    assert onset_pattern is not None
    assert [1, 2, 3] == onset_pattern[:, 0].tolist()


def test_a_beat_without_a_bar_has_no_onset_pattern() -> None:
    """Where the analysis found too few beats, there is nothing to compare."""
    assert facts_to_onset_pattern({"energy": 0.5}) is None


def test_the_file_is_read_once() -> None:
    """A catalogue that is filled does not read the file for every beat."""
    assert analysed_patterns() is analysed_patterns()
