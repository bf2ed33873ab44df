"""The kits: parameters that can be played, and four kits that sound different."""

from itertools import pairwise
from typing import get_args

import numpy as np
import pytest

from beat_service.drums.kits import KITS, Kit
from beat_service.drums.pattern import KitName, folder_to_styles
from beat_service.drums.synth import pattern_to_waveform
from music_genre.audio.constants import BEAT_RATE_HZ

PATTERNS = {entry.id: entry for style in folder_to_styles() for entry in style.patterns}


def test_every_name_is_a_kit() -> None:
    """What a pattern may ask for is there, under its own name."""
    assert set(get_args(KitName)) == set(KITS)
    assert all(name == kit.name for name, kit in KITS.items())


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_parameters_can_be_played(kit: Kit) -> None:
    """Shares are 0–1, times and pitches over 0, and edges of filters under half the rate."""
    assert all(0 <= share <= 1 for share in (kit.kick_click, kit.snare_wires, kit.metal, kit.room))
    values = vars(kit)
    assert all(0 < value < 5 for name, value in values.items() if name.endswith("_s"))
    assert all(
        0 < value < BEAT_RATE_HZ / 2 for name, value in values.items() if name.endswith("_hz")
    )
    assert kit.drive >= 1


def test_every_kit_has_its_own_noise() -> None:
    """No two kits share a seed."""
    assert len(KITS) == len({kit.seed for kit in KITS.values()})


def test_kits_sound_different() -> None:
    """No two kits play a pattern alike."""
    played = [pattern_to_waveform(PATTERNS["rock-straight"], 120, kit) for kit in KITS.values()]

    for first, second in pairwise(played):
        assert np.corrcoef(first, second)[0, 1] < 0.95
