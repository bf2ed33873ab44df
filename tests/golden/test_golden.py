"""The signal path gives what it gave before."""

import numpy as np
import pytest
from golden.regenerate import GOLDEN, results

LOG_MEL_DB = 1e-2  # [dB]: other FFT builds round differently
VECTOR = 1e-2  # one level of 255, and then some, where a rounding tips over
PROBABILITY = 0.01  # fast kernels round differently from exact arithmetic


@pytest.fixture(scope="module")
def current() -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """Compute what the code gives now, as it is served."""
    return results(exact=False)


@pytest.mark.parametrize("signal", ["song", "sine", "noise"])
@pytest.mark.parametrize(
    ("stage", "tolerance"),
    [("log_mel", LOG_MEL_DB), ("vector", VECTOR), ("svm", PROBABILITY), ("vgg19", PROBABILITY)],
)
def test_stage_is_unchanged(
    current: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]],
    signal: str,
    stage: str,
    tolerance: float,
) -> None:
    """Each stage of each signal stays within its tolerance of the stored result."""
    with np.load(GOLDEN) as stored:
        golden = stored[f"{signal}/{stage}"]

    np.testing.assert_allclose(current[f"{signal}/{stage}"], golden, atol=tolerance)
