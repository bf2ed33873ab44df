"""Which beat is recommended, and why, with traits and beats that are known."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from beat_service.analysis.energy import Energy, EnergyPart
from beat_service.analysis.key import Key, number_to_guess
from beat_service.analysis.pattern_match import onset_patterns_to_similarity
from beat_service.analysis.rhythm import Rhythm
from beat_service.analysis.tempo import Tempo
from beat_service.analysis.traits import Traits
from beat_service.catalogue.catalogue import BeatCatalogue, style_to_beats
from beat_service.catalogue.tables import Beat
from beat_service.drums.pattern import folder_to_styles
from beat_service.recommendation.fit import beat_to_fit, tempo_to_fit
from beat_service.recommendation.ranking import N_ALTERNATIVES, beat_to_probability, traits_to_beats
from music_genre.webapi.beat_body import BANDS

BEATS = [beat for style in folder_to_styles() for beat in style_to_beats(style)]
PART = EnergyPart(0.0, 0.5)


def steps_of(beat: Beat) -> NDArray[np.float64]:
    """The mean bar that was heard in a beat of ours."""
    return np.array([beat.traits["steps"][band] for band in BANDS])


def traits_of(bpm: float, steps: NDArray[np.float64] | None = None, energy: float = 0.6) -> Traits:
    """A track of which tempo, bar and energy are known."""
    key = number_to_guess(0, 0.9)
    return Traits(
        Tempo(bpm, 0.9, []),
        Key(True, key, key),
        Energy(energy, PART, PART, PART),
        Rhythm(np.arange(8) * 60 / bpm, steps, 1.0, None),
    )


@pytest.mark.parametrize(
    ("track_bpm", "played", "bpm", "fit"),
    [
        (100, "same", 100, 1.0),
        (200, "half", 100, 0.9),
        (50, "double", 100, 0.9),
        (84.8, "same", 90, 0.5),  # 6 % too slow
        (116.6, "same", 110, 0.5),  # 6 % too fast
    ],
)
def test_tempo_fit(track_bpm: float, played: str, bpm: float, fit: float) -> None:
    """Half and double time cost a tenth, and what is missing halves with every 6 %."""
    found = tempo_to_fit(track_bpm, 90, 110)

    assert (played, bpm) == (found.played, found.bpm)
    assert fit == pytest.approx(found.fit, abs=0.03)


@pytest.mark.parametrize("track_bpm", [36.004, 61.237, 89.996, 110.004, 219.99, 299.99])
def test_a_beat_is_never_asked_for_outside_its_tempi(track_bpm: float) -> None:
    """Whatever the track, the tempo is one that the beat can be played at."""
    assert 90 <= tempo_to_fit(track_bpm, 90, 110).bpm <= 110


def test_similarity_of_bars() -> None:
    """A bar is like itself, whatever its level, and an off-beat is nothing like an on-beat."""
    on = np.tile([1.0, 0, 0, 0], (3, 4))
    off = np.tile([0, 0, 1.0, 0], (3, 4))

    assert 1 == pytest.approx(onset_patterns_to_similarity(on, 0.5 * on + 0.1))
    assert 0 == onset_patterns_to_similarity(on, off)


def test_the_beat_itself_fits_best_within_its_style() -> None:
    """A track with the bar, tempo and energy of one of our beats gets this beat, for most."""
    found = []
    for beat in BEATS:
        track = traits_of(beat.bpm, steps_of(beat), beat.traits["energy"])
        best = traits_to_beats(track, {beat.style: 1.0}, BEATS)[0]
        found.append(best.beat.id == beat.id)

    assert np.mean(found) > 0.95  # the rest are twins in other tempi


def test_the_style_decides_and_the_others_follow() -> None:
    """The most probable style comes first, then one beat each of five others."""
    shares = {"House": 0.5, "Techno": 0.3, "Disco": 0.1, "Trap": 0.06, "Drill": 0.03, "Rock": 0.01}
    found = traits_to_beats(traits_of(124), shares, BEATS)

    assert list(shares) == [one.beat.style for one in found]
    assert list(shares.values()) == [one.confidence for one in found]
    assert 1 + N_ALTERNATIVES == len(found)


def test_unknown_parts_are_left_out() -> None:
    """Without a whole bar tempo and energy weigh what they weighed, 5 to 2."""
    fit = beat_to_fit(BEATS[0], traits_of(BEATS[0].bpm, None, BEATS[0].traits["energy"] - 0.35))

    assert fit.rhythm is None
    assert (5 * 1 + 2 * 0.65) / 7 == pytest.approx(fit.together)


def test_the_energy_decides_between_two_of_a_kind() -> None:
    """Of two beats that differ in energy alone, the nearer one is chosen."""

    @dataclass(frozen=True)
    class Row:
        id: str
        traits: dict[str, Any] = field(default_factory=dict)
        style: str = "House"
        slowest_bpm: float = 110
        fastest_bpm: float = 130

    calm, wild = Row("calm", {"energy": 0.2}), Row("wild", {"energy": 0.9})
    chosen = [
        traits_to_beats(traits_of(120, None, energy), {"House": 1.0}, [calm, wild])[0].beat.id  # type: ignore[list-item]
        for energy in (0.3, 0.8)
    ]

    assert ["calm", "wild"] == chosen


def test_a_style_of_your_own_is_found_by_what_it_sounds_like() -> None:
    """A beat of a style that the model does not know counts as what was heard in it."""
    gqom = Beat(style="Gqom", traits={"styles": {"House": 0.5, "Techno": 0.25}})

    assert 0.5 == pytest.approx(beat_to_probability(gqom, {"House": 0.8, "Techno": 0.4}))


def test_an_empty_base_recommends_nothing() -> None:
    """No beats, no recommendation, no error."""
    assert [] == traits_to_beats(traits_of(120), {"House": 1.0}, [])


def test_our_beats_come_with_what_was_heard(catalogue: BeatCatalogue) -> None:
    """Every beat of ours in the catalogue has its energy and its bar."""
    assert all({"energy", "steps"} <= beat.traits.keys() for beat in catalogue.beats())
