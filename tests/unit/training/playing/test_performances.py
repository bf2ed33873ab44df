"""How patterns and performances are played for training."""

import numpy as np
import pytest
from unit.training.made_performances import backbeat

from beat_service.drums.kits import KITS
from beat_service.drums.pattern import Voice, folder_to_styles
from training.playing.performances import (
    HELD_OUT_KIT,
    cut,
    pattern_to_performance,
    performance_to_waveform,
    random_kits,
    with_instruments,
)

STYLES = folder_to_styles()

BACKBEAT = backbeat(16)


def test_the_held_out_kit_is_never_heard() -> None:
    """Training's kits are ours but one, and random ones; all of them sound."""
    kits = random_kits(3, np.random.default_rng(0))

    assert len(KITS) - 1 + 3 == len(kits)
    assert HELD_OUT_KIT not in {kit.name for kit in kits}
    for kit in kits:
        assert np.isfinite(performance_to_waveform(BACKBEAT, kit)).all()


@pytest.mark.parametrize("seed", range(8))
def test_a_person_plays_within_the_loop(seed: int) -> None:
    """Strokes are in order, none before the start, none louder than the loudest."""
    random = np.random.default_rng(seed)
    style = STYLES[int(random.integers(len(STYLES)))]
    played = pattern_to_performance(style.patterns[0], style, style.patterns[0].bpm, random)
    beats = [hit.beat for hit in played.hits]

    assert sorted(beats) == beats
    assert min(beats) >= 0
    assert all(0 < hit.velocity <= 1 for hit in played.hits)


def test_the_middle_is_cut_out() -> None:
    """Four seconds from the middle of eight are its middle beats, counted from there."""
    middle = cut(BACKBEAT, 4.0, 0.5)

    assert (8, [Voice.KICK, Voice.SNARE] * 4) == (middle.n_beats, [h.voice for h in middle.hits])
    assert list(range(8)) == [hit.beat for hit in middle.hits]
    assert BACKBEAT == cut(BACKBEAT, 8.0, 0.5)


def test_instruments_are_added_to_some() -> None:
    """Some excerpts stay as they are, others get bass and chords of the same length."""
    waveform = performance_to_waveform(BACKBEAT, KITS["studio"])
    mixed = [
        with_instruments(waveform, BACKBEAT, np.random.default_rng(seed)) for seed in range(12)
    ]
    changed = [not np.array_equal(waveform, entry) for entry in mixed]

    assert 0 < sum(changed) < len(changed)
    assert {waveform.shape} == {entry.shape for entry in mixed}
