"""Tempo of drums that are made here, and the candidates that stand beside it."""

import numpy as np
import pytest
from beat_signals import Floats, drums
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.onsets import (
    ONSET_RATE_HZ,
    levels_to_onsets,
    waveform_to_levels,
)
from beat_service.analysis.pulse_model import Pulse
from beat_service.analysis.tempo import (
    FREE_BELOW,
    N_CANDIDATES,
    TOLERANCE,
    Tempo,
    bin_to_bpm,
    bpm_to_refined,
    log_mels_to_tempo_scores,
    probabilities_to_bpm,
    probabilities_to_range,
    probabilities_to_tempo,
    scores_to_tempo,
    weighed_by_pulse,
    within_tolerance,
)
from beat_service.analysis.tempogram import BINS_PER_OCTAVE, N_TEMPI, candidate_tempi
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows

FLAT = np.zeros((3, 2000), np.float32)  # onsets of silence


def tempo_of(waveform: Floats, model: AnalysisModel) -> Tempo:
    """Find the tempo of a waveform that is one window."""
    (window,) = waveform_to_windows(waveform)
    scores = log_mels_to_tempo_scores([window_to_log_mel(window)], [window.duration_s], model.tempo)
    temperature = model.manifest.calibration.tempo_temperature
    levels_db = waveform_to_levels(waveform)
    pulse = model.pulse.levels_to_pulse(levels_db)
    return scores_to_tempo(scores, temperature, levels_to_onsets(levels_db), pulse)


def sure_of(*bpms: float) -> NDArray[np.float64]:
    """Share all probability among the candidates nearest to some tempi."""
    probabilities = np.zeros(N_TEMPI)
    for bpm in bpms:
        probabilities[np.abs(np.log(candidate_tempi() / bpm)).argmin()] += 1 / len(bpms)
    return probabilities


@pytest.mark.parametrize("bpm", [75.0, 92.5, 120.0, 133.0, 150.0])
def test_tempo_of_drums(bpm: float, model: AnalysisModel) -> None:
    """The true tempo of plain drums is the answer, or its half or double, within 0.5 %."""
    tempo = tempo_of(drums(bpm), model)

    ratios = [candidate.bpm / bpm for candidate in tempo.candidates[:3]]
    assert any(1 == pytest.approx(ratio, abs=0.005) for ratio in ratios)
    assert tempo.bpm / bpm == pytest.approx(2 ** round(np.log2(tempo.bpm / bpm)), rel=0.005)


@pytest.mark.parametrize("bpm", [40.0, 240.0])
def test_ends_of_the_range_are_among_the_candidates(bpm: float, model: AnalysisModel) -> None:
    """The slowest and the fastest tempo of a beat are found, if at double or half speed."""
    tempo = tempo_of(drums(bpm), model)

    found = [candidate.bpm for candidate in tempo.candidates]
    assert any(bpm == pytest.approx(candidate, rel=TOLERANCE) for candidate in found)


def test_tempo_at_common_speed(model: AnalysisModel) -> None:
    """At 120 bpm the octave is right too."""
    assert 120 == pytest.approx(tempo_of(drums(120), model).bpm, abs=0.3)


def test_half_and_double_are_always_candidates(model: AnalysisModel) -> None:
    """Both octaves stand beside the chosen tempo, and the chosen one comes first."""
    tempo = tempo_of(drums(110), model)

    assert {"chosen", "half", "double"} <= {candidate.relation for candidate in tempo.candidates}
    assert ("chosen", tempo.bpm) == (tempo.candidates[0].relation, tempo.candidates[0].bpm)
    assert all(0 <= candidate.score <= 1 for candidate in tempo.candidates)


def test_longer_windows_weigh_more(model: AnalysisModel) -> None:
    """Scores are the mean over windows by duration, one for each candidate."""
    slow, fast = (
        window_to_log_mel(waveform_to_windows(drums(bpm, 5.0))[0]) for bpm in (80.0, 140.0)
    )
    of_slow, of_fast = (log_mels_to_tempo_scores([one], [1.0], model.tempo) for one in (slow, fast))

    together = log_mels_to_tempo_scores([slow, fast], [3.0, 1.0], model.tempo)

    assert (N_TEMPI,) == together.shape
    np.testing.assert_allclose((3 * of_slow + of_fast) / 4, together, rtol=1e-4, atol=1e-4)


def test_a_sure_network_is_believed() -> None:
    """All probability on one candidate is that tempo, surely; its octaves have none."""
    tempo = probabilities_to_tempo(sure_of(120), FLAT)
    half, double = (
        next(one for one in tempo.candidates if one.relation == relation)
        for relation in ("half", "double")
    )

    assert 120 == pytest.approx(tempo.bpm, rel=0.007)  # half a bin
    assert 1 == pytest.approx(tempo.confidence)
    assert [0, 0] == pytest.approx([half.score, double.score])
    assert (0.5, 2) == (half.bpm / tempo.bpm, double.bpm / tempo.bpm)


def test_rivals_are_sorted_and_few() -> None:
    """Other tempi come after the chosen one by probability, each of them once."""
    tempo = probabilities_to_tempo(sure_of(90, 90, 90, 100, 100, 110, 130, 150, 170, 190), FLAT)
    others = [one.bpm for one in tempo.candidates if one.relation == "other"]
    scores = [one.score for one in tempo.candidates[1:]]

    assert 90 == pytest.approx(tempo.bpm, rel=0.01)
    assert 100 == pytest.approx(others[0], rel=2 * TOLERANCE)
    assert sorted(scores, reverse=True) == scores
    assert len(others) <= N_CANDIDATES
    gaps = np.abs(np.log(np.divide.outer(others, others)))[~np.eye(len(others), dtype=bool)]
    assert gaps.min() > 2 * TOLERANCE


def test_third_and_triple_are_shown_where_probable() -> None:
    """A tempo three times as slow is a relation where it has a share, and no line where not."""
    with_third = probabilities_to_tempo(sure_of(150, 150, 50), FLAT)
    without = probabilities_to_tempo(sure_of(150), FLAT)

    assert "third" in {one.relation for one in with_third.candidates}
    assert {"chosen", "half", "double"} == {one.relation for one in without.candidates}


@pytest.mark.parametrize("place", [0, N_TEMPI - 1])
def test_first_and_last_candidate(place: int) -> None:
    """At the ends of the grid the mean is taken over what there is."""
    probabilities = np.zeros(N_TEMPI)
    probabilities[place] = 1.0

    assert candidate_tempi()[place] == pytest.approx(bin_to_bpm(probabilities, place))
    assert candidate_tempi()[place] == pytest.approx(probabilities_to_bpm(probabilities))
    outside = "half" if place == 0 else "double"
    tempo = probabilities_to_tempo(probabilities, FLAT)
    assert [0.0] == [one.score for one in tempo.candidates if one.relation == outside]


def test_neighbours_within_four_percent_count_together() -> None:
    """Three bins on either side are within the tolerance, the fourth is not."""
    within = within_tolerance(sure_of(120))
    (places,) = np.nonzero(within)

    assert 3 == round(np.log2(1 + TOLERANCE) * BINS_PER_OCTAVE)
    assert 7 == len(places)
    assert (N_TEMPI,) == within.shape


@pytest.mark.parametrize("bpm", [40.0, 121.7, 240.0])
def test_onsets_say_the_last_digits(bpm: float) -> None:
    """Strokes at a tempo 1.5 % away pull the estimate to themselves; silence leaves it."""
    n_frames = round(30 * ONSET_RATE_HZ)
    curve = np.zeros((3, n_frames), np.float32)
    curve[:, np.arange(0, n_frames, 60 * ONSET_RATE_HZ / bpm).round().astype(int)[:-1]] = 1.0

    assert bpm == pytest.approx(bpm_to_refined(bpm * 1.015, curve), rel=0.001)
    assert bpm == bpm_to_refined(bpm, FLAT)


@pytest.mark.parametrize(
    ("bpms", "low", "high"),
    [((120,), 120, 120), ((60, 120), 60, 120), ((40, *[100] * 18, 200), 100, 100)],
)
def test_range_holds_four_fifths(bpms: tuple[float, ...], low: float, high: float) -> None:
    """A tenth of the probability lies on either side at most, whatever tempi it is spread over."""
    range_bpm = probabilities_to_range(sure_of(*bpms))

    assert (low, high) == pytest.approx(range_bpm, rel=0.007)


@pytest.mark.parametrize(("confidence", "free"), [(FREE_BELOW, False), (FREE_BELOW - 0.01, True)])
def test_free_time_begins_where_a_tempo_is_likelier_wrong(confidence: float, free: bool) -> None:
    """From the limit on a tempo is a number."""
    assert free == Tempo(100.0, confidence, []).is_free


def test_told_tempo_is_never_free() -> None:
    """A tempo that a person chose is a number, however little of it is heard."""
    assert not Tempo(100.0, 0.0, [], is_told=True).is_free


def test_drums_are_not_free_and_noise_is(model: AnalysisModel) -> None:
    """A steady beat is a number whose range holds it; noise keeps no time."""
    noise = np.random.default_rng(0).standard_normal(30 * SAMPLE_RATE_HZ) * 0.1
    steady, free = tempo_of(drums(120), model), tempo_of(np.asarray(noise, np.float32), model)

    assert (False, True) == (steady.is_free, free.is_free)
    assert steady.range_bpm[0] <= steady.bpm * 1.02
    assert free.range_bpm[1] / free.range_bpm[0] > 1.5


def pulse_at(bpm: float) -> Pulse:
    """Make half a minute of a pulse that is sure of its beats."""
    away = np.arange(2584) % (60 * ONSET_RATE_HZ / bpm)
    away = np.minimum(away, 60 * ONSET_RATE_HZ / bpm - away)
    beat = 0.9 * np.maximum(0, 1 - away / 4)
    return Pulse(beat, beat)


@pytest.mark.parametrize(("bpm", "octave"), [(70.0, 140.0), (140.0, 70.0)])
def test_the_pulse_weighs_octaves(bpm: float, octave: float) -> None:
    """Where the network wavers between a tempo and its octave, the beats that are heard decide."""
    open_between = sure_of(bpm, octave)

    weighed = weighed_by_pulse(open_between, pulse_at(bpm))

    assert 1 == pytest.approx(weighed.sum())
    assert bpm == pytest.approx(probabilities_to_bpm(weighed), rel=0.02)


def test_no_pulse_changes_nothing() -> None:
    """Where no beat is likelier than another, all tempi keep their probability."""
    probabilities = sure_of(60.0, 90.0, 120.0)
    flat = np.full(2584, 0.5)

    np.testing.assert_allclose(
        probabilities, weighed_by_pulse(probabilities, Pulse(flat, flat)), atol=0.05
    )


def test_a_long_pulse_is_heard_in_its_middle() -> None:
    """What is played at both ends of a long track has no say."""
    middle = pulse_at(140).beat
    long = np.concatenate([pulse_at(70).beat[:1000], middle, middle, pulse_at(70).beat[:1000]])
    probabilities = sure_of(70.0, 140.0)

    weighed = weighed_by_pulse(probabilities, Pulse(long, long))

    assert 140 == pytest.approx(probabilities_to_bpm(weighed), rel=0.02)
