"""Analysis of a beat that is added: tempo, key, and what is kept for recommendations."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import soxr
from numpy.typing import NDArray
from unit.beat_service.drums.plain_pattern import pattern
from unit.beat_service.recommendation.known_traits import traits_of

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.energy import Energy, EnergyPart
from beat_service.analysis.key import Key, number_to_guess
from beat_service.catalogue import analysis
from beat_service.catalogue.analysis import (
    REPEATED_S,
    BeatModels,
    model_to_analyse,
    repeated,
    traits_to_facts,
    waveform_to_beat_traits,
)
from beat_service.catalogue.upload import Known
from beat_service.drums.meter import Meter
from beat_service.drums.pattern import folder_to_styles
from beat_service.drums.synth import pattern_to_waveform
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ
from music_genre.audio.errors import SilentAudioError
from tools.signals import song

SONG = song(10.0, bpm=120.0).astype("float32")


WHOLE = Known("House")
SPOKEN = Known("House", is_whole=False)


def models(model: AnalysisModel) -> BeatModels:
    """Take the served networks, and the tempi of our own styles."""
    return BeatModels(
        model, StyleModel(), {style.name: style.tempo_bpm for style in folder_to_styles()}
    )


def analysed(monkeypatch: pytest.MonkeyPatch, model: AnalysisModel, **traits: Any) -> Any:
    """Analyse a song whose traits are given."""
    found = replace(traits_of(120.0), **traits)
    monkeypatch.setattr(analysis, "waveform_to_traits", lambda *_: found)
    return waveform_to_beat_traits(SONG, WHOLE, models(model))


@pytest.mark.parametrize("bpm", [90.0, 120.0])
def test_the_tempo_of_a_song(model: AnalysisModel, bpm: float) -> None:
    """Within 1 %, or its half or double, of ten seconds that are no whole bars."""
    waveform: NDArray[np.float32] = song(10.0, bpm=bpm).astype("float32")
    measured = waveform_to_beat_traits(waveform, WHOLE, models(model)).bpm

    assert min(abs(measured * octave / bpm - 1) for octave in (0.5, 1, 2)) < 0.01


@pytest.mark.parametrize("bpm", [31.0, 36.0, 60.0, 260.0, 300.0])
def test_no_tempo_is_outside_the_beats_range(
    monkeypatch: pytest.MonkeyPatch, model: AnalysisModel, bpm: float
) -> None:
    """What is measured slower than 40 is counted double, and faster than 240 half."""
    found = replace(traits_of(1.0), tempo=replace(traits_of(1.0).tempo, bpm=bpm))
    monkeypatch.setattr(analysis, "waveform_to_traits", lambda *_: found)
    kept = waveform_to_beat_traits(SONG, SPOKEN, models(model)).bpm

    assert 40 <= kept <= 240
    assert (kept / bpm) in {0.25, 0.5, 1, 2}


def test_a_tempo_that_is_known_is_not_measured(model: AnalysisModel) -> None:
    """What is said stands, to the last digit."""
    assert 97.31 == waveform_to_beat_traits(SONG, Known("House", 97.31), models(model)).bpm


def test_a_short_loop_is_heard_repeated() -> None:
    """A bar is repeated to twelve seconds or more; what is longer stays."""
    bar = np.arange(2 * SAMPLE_RATE_HZ, dtype=np.float32)

    assert REPEATED_S * SAMPLE_RATE_HZ == len(repeated(bar))
    np.testing.assert_array_equal(bar, repeated(bar)[-len(bar) :])
    assert len(SONG) * 2 == len(repeated(SONG))
    assert 13 * SAMPLE_RATE_HZ == len(repeated(np.zeros(13 * SAMPLE_RATE_HZ, np.float32)))


def test_the_bar_of_another_meter_has_its_own_steps(model: AnalysisModel) -> None:
    """Four bars of 7/8 that our kit plays have 14 steps, the kick on the first."""
    odd = pattern(
        meter="7/8", steps={"kick": "9... .... .... ..", "snare": ".... 9... 9... .."}, bpm=120
    )
    waveform = soxr.resample(pattern_to_waveform(odd, 120), BEAT_RATE_HZ, SAMPLE_RATE_HZ)
    known = Known("Odd", 120.0, Meter(7, 8), is_ours=True)
    steps = waveform_to_beat_traits(waveform, known, models(model)).facts["steps"]

    assert [14] * 3 == [len(row) for row in steps.values()]
    assert 0 == int(np.argmax(steps["low"]))
    assert {0, 4, 8} == set(np.argsort(steps["high"])[-3:].tolist())


@pytest.mark.parametrize(("clear", "key"), [(True, "Eb minor"), (False, None)])
def test_a_key_is_kept_where_it_is_clear(
    monkeypatch: pytest.MonkeyPatch, model: AnalysisModel, clear: bool, key: str | None
) -> None:
    """A guess is no key."""
    guess = number_to_guess(12 + 3, 0.5)

    assert key == analysed(monkeypatch, model, key=Key(clear, guess, guess)).key


def test_facts_are_what_a_recommendation_asks_for(model: AnalysisModel) -> None:
    """Energy, sixteen steps in three bands, and every style with at least 1 %."""
    facts = model_to_analyse(model, StyleModel())(SONG, WHOLE).facts

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
        waveform_to_beat_traits(np.zeros(2 * SAMPLE_RATE_HZ, np.float32), WHOLE, models(model))
