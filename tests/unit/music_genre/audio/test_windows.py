"""Waveform → windows: nothing left out, nothing over 30 s."""

import itertools

import numpy as np
import pytest

from music_genre.audio.constants import SAMPLE_RATE_HZ, SILENCE_RMS_DBFS
from music_genre.audio.windows import (
    LONG_SILENCE_S,
    Window,
    waveform_to_sounding_s,
    waveform_to_whole,
    waveform_to_windows,
)


@pytest.mark.parametrize(
    ("duration_s", "n_windows"),
    [(1, 1), (29.9, 1), (30, 1), (30.6, 1), (31.1, 2), (60, 2), (61.5, 3), (900, 30)],
)
def test_number_of_windows(duration_s: float, n_windows: int) -> None:
    """Windows are as few as 30 s allow, equal and adjoining."""
    windows = waveform_to_windows(np.zeros(round(duration_s * SAMPLE_RATE_HZ), np.float32))

    lengths = [len(window.samples) for window in windows]
    assert n_windows == len(windows)
    assert max(lengths) <= 30 * SAMPLE_RATE_HZ
    assert max(lengths) - min(lengths) <= 1
    assert min(duration_s, 30 * n_windows) == pytest.approx(windows[-1].end_s, abs=1e-3)
    assert all(a.end_s == b.start_s for a, b in itertools.pairwise(windows))


@pytest.mark.parametrize(
    ("level_db", "silent"), [(SILENCE_RMS_DBFS - 0.1, True), (SILENCE_RMS_DBFS + 0.1, False)]
)
def test_silence_is_a_level(level_db: float, silent: bool) -> None:
    """Silence begins at −60 dBFS, and an offset does not count as sound."""
    noise = np.random.default_rng(0).normal(0, 10 ** (level_db / 20), 100_000)
    window = Window(0, 1, (noise + 0.3).astype(np.float32))

    assert silent is window.is_silent


def spans_of(*parts_s: tuple[float, bool], floor: float = 0.0) -> list[tuple[float, float, bool]]:
    """Cut a waveform of stretches of noise and of silence: start, end, and whether it is silent."""
    random = np.random.default_rng(1)
    parts = [
        random.normal(0, 0.1 if sounds else floor, round(duration_s * SAMPLE_RATE_HZ))
        for duration_s, sounds in parts_s
    ]
    windows = waveform_to_windows(np.concatenate(parts).astype(np.float32))
    assert all(a.end_s == b.start_s for a, b in itertools.pairwise(windows))
    assert 0 == windows[0].start_s
    return [(round(w.start_s, 3), round(w.end_s, 3), w.is_silent) for w in windows]


def test_silence_at_an_end_is_set_apart() -> None:
    """What sounds is a window of its own, to the sample."""
    assert [(0, 4, False), (4, 34, True)] == spans_of((4, True), (30, False))
    assert [(0, 30, True), (30, 34, False)] == spans_of((30, False), (4, True))


def test_silence_inside_is_set_apart() -> None:
    """What sounds before and behind it is not made one window with it."""
    expected = [(0, 5, False), (5, 15, True), (15, 22, False)]

    assert expected == spans_of((5, True), (10, False), (7, True))


def test_silence_is_not_all_zeros() -> None:
    """Noise that nobody hears is silence too; its edges are known to a frame."""
    spans = spans_of((4, True), (30, False), floor=1e-4)

    assert [False, True] == [silent for *_, silent in spans]
    assert 4 == pytest.approx(spans[0][1], abs=0.05)


def test_pauses_belong_to_the_music() -> None:
    """A silence under the limit changes nothing."""
    pause_s = LONG_SILENCE_S - 0.1

    assert 1 == len(spans_of((5, True), (pause_s, False), (5, True)))
    assert 1 == len(spans_of((pause_s, False), (5, True), (pause_s, False)))


@pytest.mark.parametrize("before_s", [0.0, 0.2, 10.0])
@pytest.mark.parametrize("after_s", [0.0, 0.2, 10.0])
def test_a_click_has_a_second(before_s: float, after_s: float) -> None:
    """A sound shorter than the shortest audio gets silence around it, as much as it needs."""
    spans = spans_of((before_s + 4, False), (0.05, True), (after_s + 4, False))

    sounding = [(start, end) for start, end, silent in spans if not silent]
    assert 1 == len(sounding)
    assert 1 <= sounding[0][1] - sounding[0][0] < 1.1


def test_nothing_but_silence() -> None:
    """Silence has windows, and none of them sounds."""
    assert [(0, 20, True), (20, 40, True)] == spans_of((40, False))
    assert 0 == waveform_to_sounding_s(np.zeros(SAMPLE_RATE_HZ, np.float32))


def test_offset_is_silence() -> None:
    """A constant is silence at any level, as far as single precision knows."""
    waveform = np.full(10 * SAMPLE_RATE_HZ, 0.9, np.float32)

    assert 0 == waveform_to_sounding_s(waveform)


def test_the_whole_is_one_window() -> None:
    """However long it is."""
    whole = waveform_to_whole(np.ones(100 * SAMPLE_RATE_HZ, np.float32))

    assert (0.0, 100.0, 100 * SAMPLE_RATE_HZ) == (whole.start_s, whole.end_s, len(whole.samples))


def test_how_much_sounds() -> None:
    """Only long silences are left out."""
    noise = np.random.default_rng(0).normal(0, 0.1, 8 * SAMPLE_RATE_HZ).astype(np.float32)
    quiet = np.zeros(5 * SAMPLE_RATE_HZ, np.float32)

    assert 8 == waveform_to_sounding_s(noise)
    assert 16 == pytest.approx(waveform_to_sounding_s(np.concatenate([noise, quiet, noise])))
