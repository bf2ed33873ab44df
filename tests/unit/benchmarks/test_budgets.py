"""Limits of figures: at the limit is within, one past it is over."""

import pytest

from benchmarks.budgets import WITH_VNNI, WITHOUT_VNNI, Budget, Row
from benchmarks.servers import SVM, VGG19


@pytest.mark.parametrize(("measured", "verdict"), [(24.9, "ok"), (25.0, "ok"), (25.1, "OVER")])
def test_upper_limit(measured: float, verdict: str) -> None:
    """A time may be as long as the limit and no longer."""
    assert verdict == Row("SVM: warm", measured, "ms", Budget(25.0)).verdict


@pytest.mark.parametrize(("measured", "verdict"), [(1.9, "OVER"), (2.0, "ok"), (2.1, "ok")])
def test_lower_limit(measured: float, verdict: str) -> None:
    """A speed-up may be as small as the limit and no smaller."""
    assert verdict == Row("SVM: warm", measured, "×", Budget(2.0, at_least=True)).verdict


def test_without_a_budget_nothing_is_said() -> None:
    """A figure that has no limit is neither within nor over it."""
    assert "" == Row("SVM: warm", 1e9, "ms").verdict


def test_slower_kernels_have_more_time() -> None:
    """Without VNNI, VGG19 may take longer and be less ahead; the SVM has no 8-bit numbers."""
    assert WITHOUT_VNNI.warm_ms[VGG19].limit > WITH_VNNI.warm_ms[VGG19].limit
    assert WITHOUT_VNNI.vgg19_speed_up.limit < WITH_VNNI.vgg19_speed_up.limit
    assert WITHOUT_VNNI.warm_ms[SVM] == WITH_VNNI.warm_ms[SVM]
