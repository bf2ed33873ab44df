"""Which beats are recommended and in which order, with traits and beats that are known."""

from collections.abc import Iterable

import numpy as np
import pytest
from unit.beat_service.recommendation.known_traits import BEATS, beat_of, traits_of

from beat_service.analysis.analysed_patterns import facts_to_onset_pattern
from beat_service.catalogue.tables import Beat
from beat_service.recommendation.ranking import (
    N_ALTERNATIVES,
    Recommendation,
    beat_to_probability,
    traits_to_beats,
)


def ids_of(found: Iterable[Recommendation]) -> list[str]:
    """Name the beats that were recommended."""
    return [one.beat.id for one in found]


def test_the_beat_itself_fits_best_within_its_style() -> None:
    """A track with the bar, tempo and energy of one of our beats gets this beat, for most."""
    found = []
    for beat in BEATS:
        track = traits_of(beat.bpm, facts_to_onset_pattern(beat.traits), beat.traits["energy"])
        best = traits_to_beats(track, {beat.style: 1.0}, BEATS, beat.meter)[0]
        found.append(best.beat.id == beat.id)

    assert np.mean(found) > 0.95  # the rest are twins in other tempi


def test_the_style_decides_and_the_others_follow() -> None:
    """The most probable style comes first, then one beat each of five others."""
    shares = {"House": 0.5, "Techno": 0.3, "Disco": 0.1, "Trap": 0.06, "Drill": 0.03, "Rock": 0.01}
    found = traits_to_beats(traits_of(124), shares, BEATS)

    assert list(shares) == [one.beat.style for one in found]
    assert list(shares.values()) == [one.confidence for one in found]
    assert 1 + N_ALTERNATIVES == len(found)


def test_a_beat_has_the_meter_of_the_track() -> None:
    """A track in four gets no beat in seven, however well it fits, and one in 6/8 gets its own."""
    beats = [
        beat_of("four", slowest_bpm=140.0, fastest_bpm=150.0),
        beat_of("seven", meter="7/8"),
        beat_of("six", meter="6/8"),
    ]
    chosen = [
        ids_of(traits_to_beats(traits_of(120), {"House": 1.0}, beats, meter))
        for meter in ("4/4", "6/8", "7/8")
    ]

    assert [["four"], ["six"], ["seven"]] == chosen


def test_a_style_without_the_meter_is_not_left_out() -> None:
    """Where a style has no beat in the track's meter, another one stands for it."""
    beats = [beat_of("four"), beat_of("three", "Jazz Swing", meter="3/4")]
    found = traits_to_beats(traits_of(120), {"House": 0.6, "Jazz Swing": 0.4}, beats, "3/4")

    assert ["four", "three"] == ids_of(found)


def test_the_energy_decides_between_two_of_a_kind() -> None:
    """Of two beats that differ in energy alone, the nearer one is chosen."""
    two = [beat_of("calm", traits={"energy": 0.2}), beat_of("wild", traits={"energy": 0.9})]
    chosen = [
        traits_to_beats(traits_of(120, None, energy), {"House": 1.0}, two) for energy in (0.3, 0.8)
    ]

    assert [["calm"], ["wild"]] == [ids_of(found) for found in chosen]


def test_a_style_of_your_own_is_found_by_what_it_sounds_like() -> None:
    """A beat of a style that the model does not know counts as what it predicted of it."""
    gqom = Beat(style="Gqom", traits={"styles": {"House": 0.5, "Techno": 0.25}})

    assert 0.5 == pytest.approx(beat_to_probability(gqom, {"House": 0.8, "Techno": 0.4}))


def test_an_empty_catalogue_recommends_nothing() -> None:
    """No beats, no recommendation, no error."""
    assert [] == traits_to_beats(traits_of(120), {"House": 1.0}, [])


@pytest.mark.parametrize("turned", [False, True])
def test_equals_are_ordered_by_name(turned: bool) -> None:
    """Two beats that fit alike give the same answer, in whatever order the database has them."""
    twins = [beat_of("one"), beat_of("two")]
    found = traits_to_beats(traits_of(120), {"House": 1.0}, twins[::-1] if turned else twins)

    assert ["two"] == ids_of(found)


def test_equally_probable_styles_are_ordered_by_fit() -> None:
    """Where the style model leaves two styles open, the beat that fits better comes first."""
    beats = [beat_of("far", "Rock", slowest_bpm=130.0, fastest_bpm=140.0), beat_of("near", "House")]
    found = traits_to_beats(traits_of(120), {"Rock": 0.5, "House": 0.5}, beats)

    assert ["near", "far"] == ids_of(found)


def test_a_style_that_nothing_is_known_of_comes_last() -> None:
    """A beat of an unknown style that was never analysed has a probability of 0."""
    beats = [beat_of("gqom", "Gqom"), beat_of("house", "House")]
    found = traits_to_beats(traits_of(120), {"House": 0.1}, beats)

    assert [("house", 0.1), ("gqom", 0.0)] == [(one.beat.id, one.confidence) for one in found]
