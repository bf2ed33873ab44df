"""Analysis of a track → the JSON body of `/analyze`."""

from typing import Final

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.energy import Energy, EnergyPart
from beat_service.analysis.key import Key, KeyGuess
from beat_service.analysis.pulse_model import PULSE_FILE
from beat_service.analysis.rhythm import Rhythm
from beat_service.analysis.tempo import Tempo
from beat_service.analysis.traits import TrackAnalysis
from music_genre.webapi.beat_body import (
    BANDS,
    BPM_DIGITS,
    AnalysisBody,
    AnalysisModelBody,
    EnergyBody,
    EnergyPartBody,
    KeyBody,
    KeyChangeBody,
    KeyGuessBody,
    PatternBody,
    RhythmBody,
    StepsBody,
    TempoBody,
    TempoCandidateBody,
)
from music_genre.webapi.prediction_body import PROBABILITY_DIGITS, TIME_DIGITS, facts_to_audio_body

# Of half minutes whose tempo is known half are within 0.05 BPM, nine in ten within 0.12.
TEMPO_DIGITS: Final = 1


def analysis_to_body(analysis: TrackAnalysis, model: AnalysisModelBody) -> AnalysisBody:
    """Round a track's analysis and put it into the answer's schema."""
    traits = analysis.traits
    return AnalysisBody(
        outcome="analyzed" if traits else "silence",
        tempo=_tempo_body(traits.tempo, traits.rhythm.drift_bpm) if traits else None,
        key=_key_body(traits.key) if traits else None,
        energy=_energy_body(traits.energy) if traits else None,
        rhythm=_rhythm_body(traits.rhythm) if traits else None,
        audio=facts_to_audio_body(analysis.audio),
        model=model,
        timing_ms={stage: round(ms, TIME_DIGITS) for stage, ms in analysis.timing_ms.items()},
    )


def model_to_model_body(model: AnalysisModel) -> AnalysisModelBody:
    """Name the networks that hear tempo, key and beats."""
    return AnalysisModelBody(
        name=model.manifest.name,
        version=model.manifest.version,
        sha256=model.manifest.sha256 | {PULSE_FILE: model.pulse.manifest.sha256},
    )


def _tempo_body(tempo: Tempo, drift_bpm: tuple[float, float] | None) -> TempoBody:
    digits = 0 if tempo.is_free else TEMPO_DIGITS
    low_bpm, high_bpm = tempo.range_bpm
    return TempoBody(
        free=tempo.is_free,
        range_bpm=(round(low_bpm), round(high_bpm)) if tempo.is_free else None,
        bpm=round(tempo.bpm, digits),
        drift_bpm=(round(drift_bpm[0], 1), round(drift_bpm[1], 1))
        if drift_bpm and not tempo.is_free
        else None,
        confidence=round(tempo.confidence, PROBABILITY_DIGITS),
        candidates=[
            TempoCandidateBody(
                bpm=round(candidate.bpm, digits),
                score=round(candidate.score, PROBABILITY_DIGITS),
                relation=candidate.relation,
            )
            for candidate in tempo.candidates
        ],
    )


def _guess_body(guess: KeyGuess) -> KeyGuessBody:
    return KeyGuessBody(
        tonic=guess.tonic,
        mode=guess.mode,
        camelot=guess.camelot,
        open_key=guess.open_key,
        confidence=round(guess.confidence, PROBABILITY_DIGITS),
    )


def _key_body(key: Key) -> KeyBody:
    first = _guess_body(key.first)
    return KeyBody(
        clear=key.clear,
        tonic=first.tonic if key.clear else None,
        mode=first.mode if key.clear else None,
        camelot=first.camelot if key.clear else None,
        open_key=first.open_key if key.clear else None,
        confidence=first.confidence,
        guesses=[first, _guess_body(key.second)],
        changes=[
            KeyChangeBody(at_s=round(change.at_s, TIME_DIGITS), key=_guess_body(change.key))
            for change in key.changes
        ],
    )


def _energy_body(energy: Energy) -> EnergyBody:
    return EnergyBody(
        energy=round(energy.energy, PROBABILITY_DIGITS),
        loudness_lufs=_part_body(energy.loudness_lufs),
        onset_rate_hz=_part_body(energy.onset_rate_hz),
        brightness_hz=_part_body(energy.brightness_hz),
    )


def _part_body(part: EnergyPart) -> EnergyPartBody:
    return EnergyPartBody(
        measured=round(part.measured, BPM_DIGITS), level=round(part.level, PROBABILITY_DIGITS)
    )


def _rhythm_body(rhythm: Rhythm) -> RhythmBody:
    swing, pattern, steps = rhythm.swing_ratio, rhythm.pattern, rhythm.onset_pattern
    return RhythmBody(
        beat_times_s=rhythm.beat_times_s.round(TIME_DIGITS).tolist(),
        downbeat_times_s=rhythm.beat_times_s[rhythm.downbeats].round(TIME_DIGITS).tolist(),
        steps=None
        if steps is None
        else StepsBody(**dict(zip(BANDS, steps.round(TIME_DIGITS).tolist(), strict=True))),
        swing_ratio=None if swing is None else round(swing, BPM_DIGITS),
        pattern=None
        if pattern is None
        else PatternBody(
            id=pattern.id,
            name=pattern.name,
            style=pattern.style,
            similarity=round(pattern.similarity, TIME_DIGITS),
        ),
    )
