"""The stages of the beat service give what they gave before."""

import numpy as np
import pytest
from golden.regenerate_beats import GOLDEN, results
from numpy.typing import NDArray

# How far a stage may move. Samples that are changed by a millionth, more than another FFT or
# another librosa of the same method would, move it by less than a tenth of what is allowed.
TOLERANCES = {
    "onsets": 1e-2,  # [dB per frame], of up to 44
    "pulse": 0.01,  # probability, likewise
    "tempo": 1e-2,  # scores of up to 23, before calibration
    "key_network": 0.1,  # the same; a pure tone leaves most pitch classes to rounding
    "key_profile": 1e-4,  # correlation, float64 inside
    "rhythm_vector": 1e-3,  # correlations and dB
    "styles": 0.01,  # probability; what `music_genre.audio.arithmetic` lets a processor do
    "beats": 0.5,  # [frames]: none may move
    "steps": 1e-3,  # of 0–1
}
CASES = [
    *((signal, stage) for signal in ("sine", "noise") for stage in list(TOLERANCES)[:-2]),
    *(("song", stage) for stage in TOLERANCES),
]


@pytest.fixture(scope="module")
def current() -> dict[str, NDArray[np.float32]]:
    """Compute what the code gives now, as it is served."""
    return results(exact=False)


@pytest.mark.parametrize(("signal", "stage"), CASES)
def test_stage_is_unchanged(
    current: dict[str, NDArray[np.float32]], signal: str, stage: str
) -> None:
    """Each stage of each signal stays within its tolerance of the stored result."""
    with np.load(GOLDEN) as stored:
        golden = stored[f"{signal}/{stage}"]

    np.testing.assert_allclose(current[f"{signal}/{stage}"], golden, rtol=0, atol=TOLERANCES[stage])


def test_every_stored_result_is_compared() -> None:
    """Nothing lies in the file that no test looks at."""
    with np.load(GOLDEN) as stored:
        names = set(stored.files)

    assert names == {f"{signal}/{stage}" for signal, stage in CASES}
