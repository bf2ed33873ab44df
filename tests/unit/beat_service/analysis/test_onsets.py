"""Onset curves: where something begins, in which band, and that nothing begins in silence."""

import numpy as np
import pytest
from beat_signals import Floats, drums, strokes

from beat_service.analysis.onsets import ONSET_HOP, ONSET_RATE_HZ, waveform_to_onsets
from music_genre.audio.constants import MIN_AUDIO_S, SAMPLE_RATE_HZ

LOW, MID, HIGH = range(3)


def click(at_s: float, duration_s: float = 3.0) -> Floats:
    """Make one full sample in silence."""
    waveform = np.zeros(round(duration_s * SAMPLE_RATE_HZ), np.float32)
    waveform[round(at_s * SAMPLE_RATE_HZ)] = 1.0
    return waveform


@pytest.mark.parametrize("duration_s", [MIN_AUDIO_S, 30.0])
def test_shape_and_range(duration_s: float) -> None:
    """Three bands, a frame for every hop and one more, float32, never negative."""
    waveform = drums(120, duration_s)
    onsets = waveform_to_onsets(waveform)

    assert (3, 1 + len(waveform) // ONSET_HOP) == onsets.shape
    assert np.float32 == onsets.dtype
    assert onsets.min() >= 0
    assert onsets.max() > 1


def test_nothing_begins_in_silence() -> None:
    """The curves of silence are zero, and no logarithm of it is looked at."""
    assert not waveform_to_onsets(np.zeros(SAMPLE_RATE_HZ, np.float32)).any()


def test_a_click_is_where_it_is() -> None:
    """One full sample is the strongest onset of every band, within a window's half."""
    frames = waveform_to_onsets(click(1.5)).argmax(axis=1)

    assert [1.5] * 3 == pytest.approx((frames / ONSET_RATE_HZ).tolist(), abs=0.025)


@pytest.mark.parametrize(("kind", "band"), [("kick", LOW), ("hat", HIGH)])
def test_strokes_are_in_their_band(kind: str, band: int) -> None:
    """A kick begins in the low band more than in the high one, a hat the other way round."""
    onsets = waveform_to_onsets(strokes(np.array([0.5, 1.0, 1.5]), 2.0, kind))

    assert band == onsets[[LOW, MID, HIGH]].max(axis=1).argmax()


def test_loudness_is_no_onset() -> None:
    """A copy at a tenth of the level has the same curves: levels are relative to the peak."""
    waveform = drums(120, 5.0)

    np.testing.assert_allclose(
        waveform_to_onsets(waveform), waveform_to_onsets(0.1 * waveform), atol=0.01
    )
