"""Labels and targets of the tempo and key networks."""

import pytest

from beat_service.analysis.tempogram import candidate_tempi
from training.tempo_key.candidate_features import (
    bpm_to_target,
    row_to_bpm,
    row_to_key,
)


@pytest.mark.parametrize(
    ("text", "key"), [("0", 9), ("3", 0), ("12", 21), ("15", 12), ("-1", None), ("", None)]
)
def test_keys_are_counted_from_c(text: str, key: int | None) -> None:
    """The table counts from A and we count from C; −1 is no key."""
    assert key == row_to_key({"key": text})


def test_unknown_tempo() -> None:
    """A clip without a tempo has none."""
    assert row_to_bpm({}) is None
    assert 97.5 == row_to_bpm({"bpm": "97.5"})


def test_target_is_a_bell_at_the_tempo() -> None:
    """The target's sum is 1 and its top is at the tempo."""
    target = bpm_to_target(100.0)

    assert 1 == pytest.approx(target.sum(), abs=1e-5)
    assert 100 == pytest.approx(candidate_tempi()[target.argmax()], rel=0.01)
