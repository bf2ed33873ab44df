"""Excerpts that begin with a bar, and drums among the instruments of a sound font."""

import numpy as np
import pytest
from unit.training.made_performances import backbeat

from beat_service.drums.pattern import Voice
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance
from training.playing.mixes import whole_bars, with_accompaniment
from training.playing.note_bank import BASSES, OTHERS, Notes

TONE = np.sin(np.arange(SAMPLE_RATE_HZ) * 2 * np.pi * 220 / SAMPLE_RATE_HZ).astype(np.float32)

NOTES: Notes = {program: {57: TONE} for program in (*BASSES, *OTHERS)}

LONG = backbeat(400, "drummer/1", late=0.01)


def test_short_performance_is_all_of_it() -> None:
    """What is shorter than an excerpt keeps all its strokes."""
    short = Performance("short", "Rock", LONG.hits[:8], 120.0, 8)

    assert short.hits == whole_bars(short, np.random.default_rng(0)).hits


@pytest.mark.parametrize("seed", range(4))
def test_an_excerpt_starts_with_a_bar(seed: int) -> None:
    """The first stroke of an excerpt is the kick on one, so that instruments fall in with it."""
    excerpt = whole_bars(LONG, np.random.default_rng(seed))

    assert excerpt.hits[0].voice is Voice.KICK
    assert 0.01 == pytest.approx(excerpt.hits[0].beat, abs=1e-6)
    assert excerpt.n_beats < LONG.n_beats


def test_a_mix_has_drums_and_instruments() -> None:
    """The mix is neither of the two, as long as the drums, and not too loud."""
    performance = whole_bars(LONG, np.random.default_rng(0))
    length = round(performance.n_beats * 60 / performance.bpm * SAMPLE_RATE_HZ)
    drums = np.zeros(length, np.float32)
    drums[:: SAMPLE_RATE_HZ // 2] = 1
    mixed = with_accompaniment(drums, performance, NOTES, np.random.default_rng(0))

    assert abs(len(drums) - len(mixed)) <= 1
    assert pytest.approx(1) == np.abs(mixed).max()
    assert np.abs(mixed[1:1000]).max() > 0
