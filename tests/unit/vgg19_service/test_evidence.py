"""Importance over time → the stretches that speak most for a genre."""

import numpy as np
import pytest

from vgg19_service.evidence import steps_to_evidence


def test_evidence_is_the_strongest_stretches() -> None:
    """Two peaks are two stretches of 3 s, the larger first; what speaks against is none."""
    steps = np.full(100, -0.1, np.float32)
    steps[20:22], steps[70:72] = 2, 5

    first, second = steps_to_evidence(steps, np.linspace(0, 50, 101))

    assert first.start_s <= 35 < first.end_s
    assert second.start_s <= 10 < second.end_s
    assert 3 == first.end_s - first.start_s
    assert 1 > first.share > second.share > 0


@pytest.mark.parametrize("n_steps", [1, 3])
def test_evidence_of_a_short_window_is_all_of_it(n_steps: int) -> None:
    """What is shorter than a stretch is one stretch."""
    (only,) = steps_to_evidence(
        np.ones(n_steps, np.float32), np.linspace(0, n_steps * 0.3, n_steps + 1)
    )

    assert (0, n_steps * 0.3, 1) == pytest.approx((only.start_s, only.end_s, only.share))


def test_no_evidence_where_all_speaks_against() -> None:
    """A genre that nothing speaks for has no stretch to hear."""
    assert () == steps_to_evidence(-np.ones(20, np.float32), np.arange(21.0))
