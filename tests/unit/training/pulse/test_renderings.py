"""Renderings whose beats are known: alone, among instruments, with a tempo that wanders."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from unit.training.made_performances import backbeat

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance
from training.playing.note_bank import BASSES, OTHERS, Notes
from training.pulse import renderings
from training.pulse.renderings import performances_to_renderings

TONE = np.sin(np.arange(SAMPLE_RATE_HZ) * 2 * np.pi * 220 / SAMPLE_RATE_HZ).astype(np.float32)
NOTES: Notes = {program: {57: TONE} for program in (*BASSES, *OTHERS)}


def clicked(performance: Performance, _font: Path) -> NDArray[np.float32]:
    """Play a click for every stroke."""
    per_beat = 60 / performance.bpm * SAMPLE_RATE_HZ
    waveform = np.zeros(round(performance.n_beats * per_beat) + 1, np.float32)
    for hit in performance.hits:
        waveform[min(len(waveform) - 1, round(hit.beat * per_beat))] = 1
    return waveform


@pytest.fixture(autouse=True)
def font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without FluidSynth."""
    monkeypatch.setattr(renderings, "performance_to_font_waveform", clicked)


def test_each_is_heard_three_times() -> None:
    """What is not in four is left out; the others are alone, among instruments and drifting."""
    waltz = replace(backbeat(80), is_in_four=False)

    made = list(performances_to_renderings([waltz, backbeat(80)], Path("a.sf2"), NOTES))

    assert ["alone", "among instruments", "tempo drifts"] == [one.kind for one in made]


@pytest.mark.parametrize("number", [0, 2])
def test_clicks_stand_on_the_beats(number: int) -> None:
    """Whatever is left out of the first bar, and however the tempo drifts, beats are strokes."""
    made = list(performances_to_renderings([backbeat(80)], Path("a.sf2"), NOTES))[number]

    clicks_s = np.flatnonzero(made.waveform > 0.5) / SAMPLE_RATE_HZ
    assert np.abs(made.beats_s[:50, None] - clicks_s).min(axis=1).max() < 0.001
    assert 120 == pytest.approx(made.bpm, rel=0.05)
    assert 0 <= made.beats_s[0] < 0.6


def test_a_bar_begins_every_fourth_beat() -> None:
    """The first downbeat is one of the first four beats."""
    for made in performances_to_renderings([backbeat(80)], Path("a.sf2"), NOTES):
        firsts = np.flatnonzero(made.is_first)
        assert firsts[0] in range(4)
        assert {4} == set(np.diff(firsts).tolist())
