"""MIDI files to damage are whole, and their reading is bounded in time and memory."""

import time

import numpy as np
import pytest

from tools.fuzzing import midi


def test_originals_are_answered() -> None:
    """Undamaged files of each kind are read."""
    assert {"answered"} == {midi.read_midi(file) for file in midi.originals()}


def test_damage_is_repeatable() -> None:
    """The same seed makes the same file."""
    files = midi.originals()
    first, second = (midi.damaged_midi(files, np.random.default_rng(3)) for _ in range(2))

    assert first == second


def test_time_is_limited() -> None:
    """What takes longer than it may is ended."""
    with pytest.raises(midi.TooSlowError), midi.limited(0.05, 2**30):
        time.sleep(5)


def test_memory_is_limited() -> None:
    """What takes more memory than it may is refused it; afterwards there is enough again."""
    with pytest.raises(MemoryError), midi.limited(5, 2**20):
        bytearray(2**28)

    assert 2**28 == len(bytearray(2**28))
