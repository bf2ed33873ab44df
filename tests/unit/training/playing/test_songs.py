"""Music without drums: as long as a model looks at, with its beats, or in a key."""

import numpy as np
import pytest

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.note_bank import BASSES, OTHERS, Notes
from training.playing.songs import random_to_music, random_to_pulsed_music, random_to_song

NOTE = (
    np.sin(np.arange(SAMPLE_RATE_HZ) * 2 * np.pi * 220 / SAMPLE_RATE_HZ)
    * np.linspace(1, 0, SAMPLE_RATE_HZ)
).astype(np.float32)

NOTES: Notes = {program: {57: NOTE} for program in (*BASSES, *OTHERS)}


@pytest.mark.parametrize("seed", range(6))
def test_music_without_drums(seed: int) -> None:
    """It is audible and not longer than what the model looks at."""
    music = random_to_music(NOTES, np.random.default_rng(seed))

    assert 20 < len(music) / SAMPLE_RATE_HZ <= 30
    assert pytest.approx(1) == np.abs(music).max()


def test_its_beats_are_known() -> None:
    """They rise, end with the music, and it is the same as without them."""
    music, pulse = random_to_pulsed_music(NOTES, np.random.default_rng(3))

    np.testing.assert_array_equal(music, random_to_music(NOTES, np.random.default_rng(3)))
    assert (np.diff(pulse.times_s) > 0).all()
    assert len(music) == pulse.n_samples


def test_a_song_lasts_as_long_as_was_asked() -> None:
    """But for the last beat; another seed plays something else."""
    one, other = (
        random_to_song(0, 1, 120.0, 12.0, NOTES, np.random.default_rng(seed)) for seed in (0, 1)
    )

    assert 12.0 == pytest.approx(len(one) / SAMPLE_RATE_HZ, abs=0.6)
    assert not np.array_equal(one, other)
