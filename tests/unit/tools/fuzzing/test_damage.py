"""Damage of files: alike by the same seed, of every kind, and bounded."""

import numpy as np
import pytest

from tools.fuzzing.damage import CHANGES, MOST_BYTES, damaged, extreme
from tools.fuzzing.originals import original


@pytest.mark.parametrize("name", ["WAV", "OGG", "MP4", "MATROSKA"])
def test_damage_is_repeatable(name: str) -> None:
    """The same seed makes the same files, most of them unlike the original, none too long."""
    encoded, others = original(name), [original("MP3")]
    first, second = (
        [damaged(encoded, name, np.random.default_rng(seed), others) for seed in range(30)]
        for _ in range(2)
    )

    assert first == second
    assert sum(file != encoded for file in first) > 20
    assert max(map(len, first)) <= MOST_BYTES


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_changes(change: object) -> None:
    """Each kind of damage does something within a few tries."""
    assert callable(change)
    contents = []
    for seed in range(10):
        content = bytearray(original("MP4"))
        change(content, "MP4", np.random.default_rng(seed), [b"other"])
        contents.append(bytes(content))

    assert any(content != original("MP4") for content in contents)


def test_extremes_fit() -> None:
    """A number of a field's extremes fits into it; zero and all ones are among them."""
    numbers = {extreme(2, 5, 100, np.random.default_rng(seed)) for seed in range(300)}

    assert {0, 0xFFFF, 4, 6, 100} <= numbers
    assert 0xFFFF == max(numbers)
