"""The rhythm vector: what it tells apart and what it does not."""

import numpy as np
import pytest

from beat_service.drums.hits import pattern_to_hits
from beat_service.drums.kits import KITS
from beat_service.drums.pattern import KitName, Pattern, folder_to_styles
from beat_service.styles.rhythm_vector import (
    LONGEST_LAG_S,
    N_LAGS,
    N_PAIRS,
    SHORTEST_LAG_S,
    Floats,
    waveform_to_rhythm_vector,
    waveform_to_windows,
)
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance
from training.playing.performances import performance_to_waveform

PATTERNS = {entry.id: entry for style in folder_to_styles() for entry in style.patterns}


def played(name: str, bpm: float, kit: KitName = "studio") -> Floats:
    """Play eight bars of one of our patterns, at 22 050 Hz."""
    pattern: Pattern = PATTERNS[name]
    performance = Performance(name, "any", pattern_to_hits(pattern, 8), bpm, 32)
    return performance_to_waveform(performance, KITS[kit])


def correlation(first: Floats, second: Floats) -> float:
    """Correlate two vectors."""
    return float(np.corrcoef(first, second)[0, 1])


def test_loudness_does_not_count() -> None:
    """A copy at a tenth of the level has the same vector."""
    loud = played("house-jack", 122)

    assert np.allclose(
        waveform_to_rhythm_vector(loud), waveform_to_rhythm_vector(0.1 * loud), atol=0.01
    )


def test_where_a_loop_begins_hardly_counts() -> None:
    """A loop that starts in the middle of a bar is the same rhythm."""
    loop = played("funk-on-the-one", 104)
    turned = np.roll(loop, len(loop) // 11)

    assert correlation(waveform_to_rhythm_vector(loop), waveform_to_rhythm_vector(turned)) > 0.98


def test_another_rhythm_is_another_vector() -> None:
    """Two rhythms on one kit differ more than one rhythm on two kits."""
    house, dusty_house, jazz = (
        waveform_to_rhythm_vector(played(*asked))
        for asked in (
            ("house-jack", 122, "studio"),
            ("house-jack", 122, "machine"),
            ("jazz-medium", 148, "studio"),
        )
    )
    n_rhythm = N_PAIRS * N_LAGS  # the rest of the vector is timbre

    assert correlation(house[:n_rhythm], dusty_house[:n_rhythm]) > correlation(
        house[:n_rhythm], jazz[:n_rhythm]
    )


def test_another_tempo_shifts_the_lags() -> None:
    """A rhythm a quarter faster has the same correlations at lags a quarter shorter."""
    slow, fast = (
        waveform_to_rhythm_vector(played("house-jack", bpm))[: N_PAIRS * N_LAGS]
        for bpm in (100, 125)
    )
    shift = round(np.log(1.25) / np.log(LONGEST_LAG_S / SHORTEST_LAG_S) * N_LAGS)
    slow, fast = slow.reshape(N_PAIRS, N_LAGS), fast.reshape(N_PAIRS, N_LAGS)

    assert correlation(slow[:, shift:].ravel(), fast[:, :-shift].ravel()) > 0.7
    assert correlation(slow.ravel(), fast.ravel()) < 0.5


@pytest.mark.parametrize("duration_s", [1.0, 30.0, 45.0])
def test_every_length_and_silence_have_a_vector(duration_s: float) -> None:
    """Short, long and silent waveforms give finite vectors of one size."""
    silence = np.zeros(round(duration_s * SAMPLE_RATE_HZ), np.float32)
    noise = np.random.default_rng(0).standard_normal(len(silence)).astype(np.float32)
    for waveform in (silence, noise):
        vector = waveform_to_rhythm_vector(waveform)
        assert np.float32 == vector.dtype
        assert (4740,) == vector.shape
        assert np.isfinite(vector).all()


@pytest.mark.parametrize(
    ("duration_s", "starts_s"),
    [(20, [0]), (59, [14.5]), (90, [30, 15, 45, 0, 60]), (400, [185, 92.5, 277.5, 0, 370])],
)
def test_windows_of_a_long_track(duration_s: float, starts_s: list[float]) -> None:
    """The middle comes first, then others evenly spread; what is shorter than one is one."""
    waveform = np.arange(round(duration_s * SAMPLE_RATE_HZ), dtype=np.float32)
    windows = waveform_to_windows(waveform)

    assert starts_s == pytest.approx([window[0] / SAMPLE_RATE_HZ for window in windows], abs=1e-3)
    assert {min(duration_s, 30.0)} == {len(window) / SAMPLE_RATE_HZ for window in windows}
