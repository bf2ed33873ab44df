"""Beats of training as recordings, from a bank of strokes."""

import numpy as np
import pytest
from unit.training.made_performances import backbeat

from beat_service.drums.hits import Hit
from beat_service.drums.pattern import Voice
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance
from training.playing.drum_bank import (
    BankKit,
)
from training.playing.recording import LEVEL_HOP, performance_to_recording, waveform_to_squeezed

Bank = tuple[BankKit, ...]

FULL_SCALE = 1 + 1e-6  # ±1, give or take a rounding

BACKBEAT = backbeat(16)

LOW_TONES = Performance(
    "tones", "Trap", tuple(Hit(float(at), Voice.BASS_808, 0.9, at % 12) for at in range(8)), 90.0, 8
)


@pytest.mark.parametrize("seed", range(6))
def test_a_recording_is_as_long_as_its_beats(bank: Bank, seed: int) -> None:
    """Whatever is drawn, it is finite, audible, within ±1 and of the performance's length."""
    for performance in (BACKBEAT, LOW_TONES):
        waveform = performance_to_recording(
            performance, bank, font=0.5, random=np.random.default_rng(seed)
        )
        seconds = performance.n_beats * 60 / performance.bpm
        assert round(seconds * SAMPLE_RATE_HZ) == len(waveform)
        assert np.isfinite(waveform).all()
        assert 0.3 < np.abs(waveform).max() <= FULL_SCALE


@pytest.mark.parametrize("from_edge", [-LEVEL_HOP // 2, -1, 0, 1, LEVEL_HOP // 2 - 1])
def test_no_attack_is_louder_than_full_scale(from_edge: int) -> None:
    """A stroke out of the quiet, at or near the edge of two blocks, gets no gain of the quiet."""
    random = np.random.default_rng([7, abs(from_edge), from_edge < 0])
    for _ in range(800):
        waveform = random.uniform(-1, 1, 6 * LEVEL_HOP) * 10 ** random.uniform(-4, 0)
        attack = 3 * LEVEL_HOP + from_edge
        waveform[attack : attack + random.integers(1, LEVEL_HOP)] = random.choice([-1, 1])

        squeezed = waveform_to_squeezed(
            waveform.astype(np.float32), random.uniform(0, 0.6), random.uniform(0.3, 2.5)
        )

        assert np.abs(squeezed).max() <= FULL_SCALE
        assert np.abs(squeezed[attack]) == pytest.approx(1, abs=1e-6)


def test_the_quiet_becomes_louder() -> None:
    """A compressor lifts what is far from any attack and leaves full scale where it is."""
    waveform = np.full(8 * LEVEL_HOP, 0.1, np.float32)
    waveform[-1] = 1.0

    squeezed = waveform_to_squeezed(waveform, 0.5, 1e-3)

    assert squeezed[0] == pytest.approx(0.1**0.5, rel=1e-3)
    assert squeezed[-1] == pytest.approx(1)


def test_the_beat_is_still_there(bank: Bank) -> None:
    """After every stroke it is louder than before it."""
    waveform = performance_to_recording(BACKBEAT, bank, font=0.0, random=np.random.default_rng(1))
    beat, near = SAMPLE_RATE_HZ // 2, SAMPLE_RATE_HZ // 20
    for at in range(beat, len(waveform), beat):
        before, after = waveform[at - near : at], waveform[at : at + near]
        assert np.abs(after).max() > np.abs(before).max()
