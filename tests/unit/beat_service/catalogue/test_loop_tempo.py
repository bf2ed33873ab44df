"""The tempo of a recording by its length, its strokes and what is usual."""

import numpy as np
import pytest
from beat_signals import drums
from numpy.typing import NDArray

from beat_service.analysis.onsets import waveform_to_onsets
from beat_service.analysis.tempo import Tempo
from beat_service.analysis.tempogram import candidate_tempi
from beat_service.catalogue.loop_tempo import (
    LoopEvidence,
    recording_to_bpm,
    styles_to_usual,
    tempi_to_pulse,
    tempi_to_scores,
    tempo_to_usual_octave,
    whole_bars,
)

RANGES = {"House": (116.0, 130.0), "Drum and Bass": (160.0, 182.0)}


def heard(*tempi: float) -> NDArray[np.float64]:
    """Make a network's answer: these tempi, equally probable."""
    probabilities = np.full(len(candidate_tempi()), 1e-6)
    for bpm in tempi:
        probabilities[np.abs(np.log(candidate_tempi() / bpm)).argmin()] = 1 / len(tempi)
    return probabilities


def evidence(
    bpm: float, duration_s: float, *tempi: float, usual: tuple[float, float] | None = None
) -> LoopEvidence:
    """Play drums at a tempo; the network hears it, or the others that are given."""
    onsets = waveform_to_onsets(drums(bpm, duration_s))
    return LoopEvidence(heard(*(tempi or (bpm,))), onsets, [(usual, 1.0)] if usual else [])


@pytest.mark.parametrize("bpm", [70.0, 90.0, 100.0, 132.0, 171.0])
@pytest.mark.parametrize("bars", [1, 2, 4, 8])
def test_whole_bars_say_their_tempo(bpm: float, bars: int) -> None:
    """A network that is 3 % off is corrected, to the length."""
    duration_s = bars * 240 / bpm
    found = recording_to_bpm(
        Tempo(bpm * 1.03, 0.9, []), evidence(bpm, duration_s, bpm * 1.03), duration_s, 4
    )

    assert bpm == pytest.approx(found, rel=1e-9)


@pytest.mark.parametrize(("usual", "expected"), [((160.0, 182.0), 172.0), ((80.0, 95.0), 86.0)])
def test_the_style_says_the_octave(usual: tuple[float, float], expected: float) -> None:
    """Where the network hears both, what is usual decides."""
    duration_s = 8 * 240 / 172
    found = recording_to_bpm(
        Tempo(86.0, 0.5, []),
        evidence(172.0, duration_s, 86.0, 172.0, usual=usual),
        duration_s,
        4,
    )

    assert expected == pytest.approx(found)


@pytest.mark.parametrize("bars", [2, 4, 8])
def test_the_strokes_are_heard_above_the_network(bars: int) -> None:
    """Where the network hears some other tempo, as it does in Trap, whole bars have their own."""
    duration_s = bars * 240 / 150
    found = recording_to_bpm(
        Tempo(89.4, 0.9, []), evidence(150.0, duration_s, 89.4, 178.9), duration_s, 4
    )

    assert found in {75.0, 150.0}


def test_pulse_is_at_the_tempo_and_its_octaves() -> None:
    """Strokes are in time with their own tempo, whatever the octave, and with no other."""
    onsets = waveform_to_onsets(drums(120.0, 16.0))
    pulse = tempi_to_pulse(np.array([60.0, 120.0, 240.0, 105.0, 135.0, 178.0]), onsets)

    assert [pulse[0], pulse[0]] == pytest.approx(pulse[1:3].tolist())
    assert pulse[3:].max() < 0.1 * pulse[0]
    assert [0.0] == tempi_to_pulse(np.array([90.0]), np.zeros((3, 50), np.float32)).tolist()


@pytest.mark.parametrize("bars", [2.5, 3.3, 7.4])
def test_what_is_no_whole_bars_keeps_its_tempo(bars: float) -> None:
    """Strokes that keep to no tempo of whole bars are not bent to one."""
    found = recording_to_bpm(Tempo(120.0, 0.9, []), evidence(120.0, bars * 2), bars * 2, 4)

    assert 120.0 == found


def test_another_meter_has_other_bars() -> None:
    """Four bars of 7/8 at 100 BPM are whole, and three and a half of 4/4 are not."""
    duration_s = 14 * 60 / 100
    played = evidence(100.0, duration_s)

    assert 100.0 == pytest.approx(recording_to_bpm(Tempo(101.0, 1, []), played, duration_s, 3.5))
    assert 101.0 == recording_to_bpm(Tempo(101.0, 1, []), played, duration_s, 4)


@pytest.mark.parametrize(
    ("duration_s", "beats_per_bar", "first", "last"),
    [
        (8.0, 4, (2, 60.0), (8, 240.0)),
        (1.0, 4, (1, 240.0), (1, 240.0)),
        (7.0, 3.5, (2, 60.0), (8, 240.0)),
    ],
)
def test_tempi_of_whole_bars(
    duration_s: float, beats_per_bar: float, first: tuple[int, float], last: tuple[int, float]
) -> None:
    """Every number of bars that has a tempo within the beats' range."""
    bars, tempi = whole_bars(duration_s, beats_per_bar)

    assert [first, last] == [(bars[0], tempi[0]), (bars[-1], tempi[-1])]
    np.testing.assert_allclose(tempi, bars * beats_per_bar * 60 / duration_s)


def test_less_than_a_bar_is_none() -> None:
    """Half a second of 4/4 would be faster than any beat; its tempo is the network's."""
    assert 0 == len(whole_bars(0.5, 4)[0])
    assert 130.0 == recording_to_bpm(Tempo(130.0, 0.9, []), evidence(130.0, 0.5), 0.5, 4)


@pytest.mark.parametrize(("bpm", "expected"), [(36.0, 72.0), (290.0, 145.0), (120.0, 120.0)])
def test_a_measured_tempo_is_within_the_beats_range(bpm: float, expected: float) -> None:
    """Too slow is counted double, too fast half."""
    assert expected == tempo_to_usual_octave(Tempo(bpm, 0.9, []), evidence(bpm, 4.0))


def test_styles_and_their_usual_tempi() -> None:
    """The named one, in any case, weighs beside those heard; unknown names weigh nothing."""
    shares = {"House": 0.25, "Drum and Bass": 0.5, "Gqom": 0.25}

    assert [((116.0, 130.0), 0.25), ((160.0, 182.0), 0.5)] == styles_to_usual("X", shares, RANGES)
    named = styles_to_usual("drum AND bass", shares, RANGES)
    assert ((160.0, 182.0), 0.3) == named[-1]
    assert [0.175, 0.35, 0.3] == pytest.approx([weight for _, weight in named])


def test_usual_tempi_score_higher() -> None:
    """Of tempi that the network does not know, the style's own is best, and far ones are worse."""
    silent = LoopEvidence(heard(40.0), np.zeros((3, 9), np.float32), [((116.0, 130.0), 1.0)])
    scores = tempi_to_scores(np.array([62.0, 124.0, 140.0, 200.0]), silent)

    assert [1, 2, 3, 0] == np.argsort(-scores).tolist()
