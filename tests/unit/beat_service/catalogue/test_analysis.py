"""Analysis of a beat that is added: tempo, key, and what is kept for recommendations."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from unit.beat_service.recommendation.known_traits import traits_of

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.energy import Energy, EnergyPart
from beat_service.analysis.key import Key, number_to_guess
from beat_service.catalogue import analysis
from beat_service.catalogue.analysis import (
    model_to_analyse,
    traits_to_facts,
    waveform_to_beat_traits,
)
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.errors import SilentAudioError
from tools.signals import song

SONG = song(10.0, bpm=120.0).astype("float32")


def analysed(monkeypatch: pytest.MonkeyPatch, model: AnalysisModel, **traits: Any) -> Any:
    """Analyse a song whose traits are given."""
    found = replace(traits_of(120.0), **traits)
    monkeypatch.setattr(analysis, "waveform_to_traits", lambda *_: found)
    return waveform_to_beat_traits(SONG, model, StyleModel())


@pytest.mark.parametrize("bpm", [90.0, 120.0])
def test_the_tempo_of_a_song(model: AnalysisModel, bpm: float) -> None:
    """Within 4 %, or its half or double."""
    waveform: NDArray[np.float32] = song(10.0, bpm=bpm).astype("float32")
    measured = waveform_to_beat_traits(waveform, model, StyleModel()).bpm

    assert min(abs(measured * octave / bpm - 1) for octave in (0.5, 1, 2)) < 0.04


@pytest.mark.parametrize(
    ("bpm", "kept"), [(36, 72), (39.9, 79.8), (40, 40), (240, 240), (240.1, 120.05), (300, 150)]
)
def test_tempi_outside_the_range_are_counted_otherwise(
    monkeypatch: pytest.MonkeyPatch, model: AnalysisModel, bpm: float, kept: float
) -> None:
    """Slower than 40 is counted double, faster than 240 half; the ends stay."""
    traits = analysed(monkeypatch, model, tempo=replace(traits_of(1.0).tempo, bpm=bpm))

    assert kept == pytest.approx(traits.bpm)


@pytest.mark.parametrize(("clear", "key"), [(True, "Eb minor"), (False, None)])
def test_a_key_is_kept_where_it_is_clear(
    monkeypatch: pytest.MonkeyPatch, model: AnalysisModel, clear: bool, key: str | None
) -> None:
    """A guess is no key."""
    guess = number_to_guess(12 + 3, 0.5)

    assert key == analysed(monkeypatch, model, key=Key(clear, guess, guess)).key


def test_facts_are_what_a_recommendation_asks_for(model: AnalysisModel) -> None:
    """Energy, sixteen steps in three bands, and every style with at least 1 %."""
    facts = model_to_analyse(model, StyleModel())(SONG).facts

    assert 0 < facts["energy"] < 1
    assert {"low": 16, "mid": 16, "high": 16} == {
        band: len(row) for band, row in facts["steps"].items()
    }
    assert set(facts["styles"]) <= set(StyleModel().styles)
    assert 0.01 <= min(facts["styles"].values())
    assert 0.7 < sum(facts["styles"].values()) <= 1.001


def test_facts_are_rounded() -> None:
    """Three digits are kept, which JSON can hold; a beat without a bar has no steps."""
    part = EnergyPart(0.0, 0.0)
    energy = Energy(0.123456, part, part, part)

    assert {"energy": 0.123} == traits_to_facts(energy, None)
    facts = traits_to_facts(energy, np.full((3, 16), 0.987654))
    assert [0.988] * 16 == facts["steps"]["mid"]


def test_silence_is_no_beat(model: AnalysisModel) -> None:
    """A silent file is refused for what it is."""
    with pytest.raises(SilentAudioError):
        waveform_to_beat_traits(np.zeros(2 * SAMPLE_RATE_HZ, np.float32), model, StyleModel())
