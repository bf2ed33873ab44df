"""Renderings as strangers make them: reproducible, in windows, alone and under music."""

from dataclasses import replace

import numpy as np
import pytest
from needs import needs_sound_font
from unit.training.made_performances import backbeat

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.note_bank import BASSES, OTHERS, Notes
from training.playing.sound_fonts import TRAINING_FONT
from training.strangers.renderings import Rendering, rendering_to_vectors, under_music

TONE = np.sin(np.arange(SAMPLE_RATE_HZ) * 2 * np.pi * 220 / SAMPLE_RATE_HZ).astype(np.float32)
NOTES: Notes = {program: {57: TONE} for program in (*BASSES, *OTHERS)}
LONG = Rendering("backbeat", "Rock", backbeat(240), TRAINING_FONT, 4)


@needs_sound_font
def test_windows_of_a_long_rendering() -> None:
    """Two minutes give three windows; the same seed gives the same vectors, another one others."""
    first, again = (rendering_to_vectors(LONG, 3) for _ in range(2))
    other = rendering_to_vectors(replace(LONG, seed=5), 3)

    assert 3 == len(first)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@needs_sound_font
def test_straight_is_without_chance() -> None:
    """As file and font are, the seed says nothing; what is longer than asked is cut."""
    straight = replace(LONG, is_straight=True, longest_s=20.0)
    (vector,) = rendering_to_vectors(straight, 3)
    (other,) = rendering_to_vectors(replace(straight, seed=9), 3)

    assert np.array_equal(vector, other)


def test_music_around_drums() -> None:
    """The mix is as long as the drums, is another sound, and has a peak of 1."""
    random = np.random.default_rng(1)
    drums = random.uniform(-0.5, 0.5, 4 * SAMPLE_RATE_HZ).astype(np.float32)
    mixed = under_music(drums, 120.0, "Rock", NOTES, random)

    assert len(drums) == len(mixed)
    assert 1 == pytest.approx(np.abs(mixed).max())
    assert abs(np.corrcoef(drums, mixed)[0, 1]) < 0.999
