"""How far energy and rhythm move when music is changed."""

import numpy as np
import pytest
from beat_signals import drums
from unit.beat_service.recommendation.known_traits import traits_of

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.settings import ANALYSIS_DIR
from training.tempo_key.stability import (
    CHANGES,
    stability_to_table,
    traits_to_moves,
    waveforms_to_stability,
)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_keeps_the_music(name: str) -> None:
    """What comes out is as long as the music, give or take half a second, and no silence."""
    waveform = drums(120, 4.0)

    changed = CHANGES[name](waveform)

    assert np.float32 == changed.dtype
    assert 0 <= len(waveform) - len(changed) <= 11_100
    assert np.abs(changed).max() > 0.2


def test_moves_are_relative() -> None:
    """A tempo a tenth faster moves by a tenth; a step that was not struck moves by what it is."""
    bar, other = np.zeros((3, 16)), np.zeros((3, 16))
    other[1, 4] = 0.4

    moves = traits_to_moves(traits_of(100.0, bar, 0.5), traits_of(110.0, other, 0.6))

    assert {"tempo": 0.1, "energy": 0.2, "steps": 0.4} == pytest.approx(
        {name: moves[name] for name in ("tempo", "energy", "steps")}
    )


def test_a_quieter_file_has_the_same_rhythm() -> None:
    """Of plain drums six decibels move the energy, which has loudness in it, and nothing else."""
    model = folder_to_analysis_model(ANALYSIS_DIR)
    measured = waveforms_to_stability([drums(112)], model)

    quieter = measured["6 dB quieter"]
    assert quieter["energy"][0] > 0.05
    assert [0.0, 0.0] == pytest.approx(quieter["onsets"], abs=0.01)
    assert [0.0, 0.0] == pytest.approx(quieter["steps"], abs=0.01)
    assert list(CHANGES) == list(measured)


def test_a_table_of_what_moved() -> None:
    """Numbers that no clip has are a dash."""
    table = stability_to_table({"MP3": {"onsets": [0.01, 0.2], "steps": [0.1, 0.5]}})

    assert "| MP3 | 1.0%, 20.0% | – | – | – | – | 0.10, 0.50 |" in table
