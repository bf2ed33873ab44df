"""How well a beat goes with a track, in tempo, rhythm and energy."""

import numpy as np
import pytest
from unit.beat_service.recommendation.known_traits import BEATS, beat_of, traits_of

from beat_service.recommendation.fit import beat_to_fit, tempo_to_fit
from music_genre.webapi.beat_body import BANDS

ON = np.tile([1.0, 0, 0, 0], (3, 4))
OFF = np.tile([0, 0, 1.0, 0], (3, 4))
STEPS = dict(zip(BANDS, ON.tolist(), strict=True))


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


def test_unknown_parts_are_left_out() -> None:
    """Without a whole bar tempo and energy weigh what they weighed, 5 to 2."""
    fit = beat_to_fit(BEATS[0], traits_of(BEATS[0].bpm, None, BEATS[0].traits["energy"] - 0.35))

    assert fit.rhythm is None
    assert (5 * 1 + 2 * 0.65) / 7 == pytest.approx(fit.together)


@pytest.mark.parametrize("track_bpm", [40.0, 60.0, 120.0, 240.0])
def test_half_and_double_are_worth_less_than_the_same(track_bpm: float) -> None:
    """A beat that can be played at every tempo is played at the track's own."""
    found = tempo_to_fit(track_bpm, 40, 240)

    assert ("same", track_bpm, 1.0) == (found.played, found.bpm, found.fit)


def test_all_parts_are_weighed() -> None:
    """Tempo weighs 5, rhythm 3 and energy 2 tenths, each part 0–1."""
    beat = beat_of("calm", traits={"energy": 0.2, "steps": STEPS})
    fit = beat_to_fit(beat, traits_of(120, ON, 0.7))

    assert [1, 1] == pytest.approx([fit.tempo.fit, fit.rhythm])
    assert 0.5 == pytest.approx(fit.energy)
    assert 0.5 + 0.3 + 0.2 * 0.5 == pytest.approx(fit.together)


def test_another_rhythm_costs_its_part() -> None:
    """An off-beat under an on-beat fits with 0 in rhythm, whatever else fits."""
    fit = beat_to_fit(beat_of("on", traits={"energy": 0.6, "steps": STEPS}), traits_of(120, OFF))

    assert 0 == fit.rhythm
    assert 0.7 == pytest.approx(fit.together)


def test_a_beat_that_was_never_analysed_fits_by_its_tempo() -> None:
    """Without facts of the beat there is one part, which is the whole."""
    fit = beat_to_fit(beat_of("plain"), traits_of(124, ON))

    assert (None, None) == (fit.rhythm, fit.energy)
    assert fit.tempo.fit == fit.together
