"""Analysis of a track → what `/analyze` answers."""

from dataclasses import replace

import numpy as np
import pytest

from beat_service.analysis.body import analysis_to_body
from beat_service.analysis.energy import Energy, EnergyPart
from beat_service.analysis.key import Key, number_to_guess
from beat_service.analysis.pattern_match import PatternMatch
from beat_service.analysis.rhythm import Rhythm
from beat_service.analysis.tempo import Tempo, TempoCandidate
from beat_service.analysis.traits import TrackAnalysis, Traits
from music_genre.audio.decode import AudioInfo
from music_genre.webapi.beat_body import AnalysisBody, AnalysisModelBody

MODEL = AnalysisModelBody(name="analysis", version="1", sha256={"tempo.onnx": "ab"})
AUDIO = AudioInfo(
    duration_s=12.34567, sample_rate_hz=44_100, channels=2, format="WAV", sounding_s=12.34567
)
BAR = np.full((3, 16), 0.123456)
MATCH = PatternMatch("house-jack", "Jack", "House", 0.987654)


RHYTHM = Rhythm(np.array([0.123456, 0.6]), BAR, 1.23456, MATCH, np.array([1]))


def traits(*, clear: bool = True, rhythm: Rhythm | None = None) -> Traits:
    """Make traits with more digits than the answer has."""
    return Traits(
        Tempo(119.98765, 0.876543, [TempoCandidate(119.98765, 0.876543, "chosen")]),
        Key(clear, number_to_guess(9, 0.654321), number_to_guess(12 + 6, 0.2)),
        Energy(0.7654321, *(EnergyPart(measured, 0.54321) for measured in (-12.3456, 3.21, 1e3))),
        rhythm or RHYTHM,
    )


def body_of(found: Traits | None) -> AnalysisBody:
    """Make the answer for these traits, as a client reads it."""
    analysis = TrackAnalysis(found, AUDIO, {"decode": 1.23456, "analyze": 200.0})
    return AnalysisBody.model_validate_json(analysis_to_body(analysis, MODEL).model_dump_json())


def test_everything_is_rounded() -> None:
    """Tempi have one digit, probabilities four, times what a clock can tell."""
    body = body_of(traits())
    assert body.tempo is not None
    assert body.key is not None
    assert body.energy is not None

    assert ("analyzed", MODEL) == (body.outcome, body.model)
    assert (120.0, 0.8765) == (body.tempo.bpm, body.tempo.confidence)
    assert [(120.0, 0.8765, "chosen")] == [
        (one.bpm, one.score, one.relation) for one in body.tempo.candidates
    ]
    assert ("A", "major", "11B", "4d", 0.6543) == (
        body.key.tonic,
        body.key.mode,
        body.key.camelot,
        body.key.open_key,
        body.key.confidence,
    )
    assert (0.7654, -12.35, 0.5432) == (
        body.energy.energy,
        body.energy.loudness_lufs.measured,
        body.energy.loudness_lufs.level,
    )
    assert {"decode": 1.235, "analyze": 200.0} == pytest.approx(body.timing_ms, abs=0.01)


def test_free_time_has_a_range_and_whole_numbers() -> None:
    """A tempo more likely wrong than right is told as a range; one that is not has none."""
    free = Tempo(71.6, 0.49, [TempoCandidate(71.6, 0.49, "chosen")], (48.4, 96.6))
    tempo = body_of(replace(traits(), tempo=free)).tempo
    steady = body_of(traits()).tempo
    assert tempo is not None
    assert steady is not None

    assert (True, (48, 97), 72) == (tempo.free, tempo.range_bpm, tempo.bpm)
    assert [72] == [one.bpm for one in tempo.candidates]
    assert (False, None) == (steady.free, steady.range_bpm)


def test_a_tempo_that_drifts_says_so() -> None:
    """Both ends have one digit; free time has its own range, and a steady tempo none."""
    drifting = replace(traits(), rhythm=replace(RHYTHM, drift_bpm=(98.765, 104.321)))
    free = replace(drifting, tempo=Tempo(71.6, 0.49, [], (48.4, 96.6)))
    tempo, free_tempo, steady = (body_of(one).tempo for one in (drifting, free, traits()))
    assert tempo is not None
    assert free_tempo is not None
    assert steady is not None

    assert (98.8, 104.3) == tempo.drift_bpm
    assert free_tempo.drift_bpm is None
    assert steady.drift_bpm is None


def test_rhythm_has_its_bands_and_its_pattern() -> None:
    """The onset pattern is three rows of sixteen steps; the closest pattern has its address."""
    rhythm = body_of(traits()).rhythm
    assert rhythm is not None
    assert rhythm.steps is not None
    assert rhythm.pattern is not None

    for row in (rhythm.steps.low, rhythm.steps.mid, rhythm.steps.high):
        assert [0.123] * 16 == pytest.approx(row, abs=1e-3)
    assert ("house-jack", "Jack", "House") == (
        rhythm.pattern.id,
        rhythm.pattern.name,
        rhythm.pattern.style,
    )
    assert (1.23, 2) == (rhythm.swing_ratio, len(rhythm.beat_times_s))
    assert [0.6] == rhythm.downbeat_times_s


def test_a_key_that_is_not_clear_has_no_name() -> None:
    """Both guesses are there, the key itself is not."""
    key = body_of(traits(clear=False)).key
    assert key is not None

    assert not key.clear
    assert [None] * 4 == [key.tonic, key.mode, key.camelot, key.open_key]
    assert ["A", "F#"] == [guess.tonic for guess in key.guesses]
    assert 0.6543 == key.confidence


def test_a_track_without_a_bar() -> None:
    """Too few beats: beat times, and null for what stands on them."""
    rhythm = body_of(
        traits(rhythm=Rhythm(np.array([0.5]), None, None, None, np.zeros(0, int)))
    ).rhythm
    assert rhythm is not None

    assert ([0.5], []) == (rhythm.beat_times_s, rhythm.downbeat_times_s)
    assert [None] * 3 == [rhythm.steps, rhythm.swing_ratio, rhythm.pattern]


def test_silence_has_no_traits() -> None:
    """The outcome says it; what the file is stands there all the same."""
    body = body_of(None)

    assert "silence" == body.outcome
    assert [None] * 4 == [body.tempo, body.key, body.energy, body.rhythm]
    assert (2, 44_100) == (body.audio.channels, body.audio.sample_rate_hz)
