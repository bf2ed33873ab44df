"""Traits → the JSON body of `/analyze`, and its schema."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from beat_service.analysis.energy import Energy, EnergyPart
from beat_service.analysis.key import Key, KeyGuess
from beat_service.analysis.onsets import BANDS
from beat_service.analysis.rhythm import Rhythm
from beat_service.analysis.tempo import Relation, Tempo
from beat_service.analysis.traits import Traits
from music_genre.webapi.prediction_body import (
    PROBABILITY_DIGITS,
    TIME_DIGITS,
    AudioBody,
    facts_to_audio_body,
)

BPM_DIGITS = 2


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class TempoCandidateBody(_Body):
    """A possible tempo."""

    bpm: float
    score: float = Field(description="probability that the tempo is within 4 % of this")
    relation: Relation = Field(description="to the chosen tempo")


class TempoBody(_Body):
    """Tempo and its doubt."""

    bpm: float
    confidence: float = Field(description="probability that it is right within 4 %")
    candidates: list[TempoCandidateBody]


class KeyGuessBody(_Body):
    """A possible key."""

    tonic: str = Field(description="C, C#, Db …")
    mode: Literal["major", "minor"]
    camelot: str
    open_key: str
    confidence: float


class KeyBody(_Body):
    """Key; `tonic`, `mode` and the codes are null where no key is clear."""

    clear: bool
    tonic: str | None
    mode: Literal["major", "minor"] | None
    camelot: str | None
    open_key: str | None
    confidence: float = Field(description="probability of the first guess")
    guesses: list[KeyGuessBody] = Field(description="the two most probable keys, clear or not")


class EnergyPartBody(_Body):
    """One measurement."""

    measured: float = Field(description="in the unit of the part's name")
    level: float = Field(description="the same on 0–1")


class EnergyBody(_Body):
    """Energy: 0.5 · loudness + 0.3 · onset rate + 0.2 · brightness, each on 0–1."""

    energy: float
    loudness_lufs: EnergyPartBody
    onset_rate_hz: EnergyPartBody
    brightness_hz: EnergyPartBody


class PatternBody(_Body):
    """The closest of our patterns; `GET /beats/{id}` has it."""

    id: str
    name: str
    style: str
    similarity: float = Field(description="cosine of both bars, 0–1")


class RhythmBody(_Body):
    """Beats and the mean bar."""

    beat_times_s: list[float]
    steps: dict[str, list[float]] | None = Field(
        description="sixteen strengths 0–1 for low, mid and high; null without a whole bar"
    )
    swing_ratio: float | None = Field(description="first eighth over second; 1 straight, 2 triplet")
    pattern: PatternBody | None


class AnalysisModelBody(_Body):
    """Which networks answered."""

    name: str
    version: str
    sha256: dict[str, str]


class AnalysisBody(_Body):
    """Answer of `/analyze`; the four traits are null for silence."""

    outcome: Literal["analyzed", "silence"]
    tempo: TempoBody | None
    key: KeyBody | None
    energy: EnergyBody | None
    rhythm: RhythmBody | None
    audio: AudioBody
    model: AnalysisModelBody
    timing_ms: dict[str, float]


def traits_to_body(traits: Traits, model: AnalysisModelBody) -> AnalysisBody:
    """The body of a track's answer."""
    sound = traits.sound
    return AnalysisBody(
        outcome="analyzed" if sound else "silence",
        tempo=_tempo_body(sound.tempo) if sound else None,
        key=_key_body(sound.key) if sound else None,
        energy=_energy_body(sound.energy) if sound else None,
        rhythm=_rhythm_body(sound.rhythm) if sound else None,
        audio=facts_to_audio_body(traits.audio),
        model=model,
        timing_ms={stage: round(ms, TIME_DIGITS) for stage, ms in traits.timing_ms.items()},
    )


def _tempo_body(tempo: Tempo) -> TempoBody:
    return TempoBody(
        bpm=round(tempo.bpm, BPM_DIGITS),
        confidence=round(tempo.confidence, PROBABILITY_DIGITS),
        candidates=[
            TempoCandidateBody(
                bpm=round(candidate.bpm, BPM_DIGITS),
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
    swing, pattern, steps = rhythm.swing_ratio, rhythm.pattern, rhythm.steps
    return RhythmBody(
        beat_times_s=rhythm.beat_times_s.round(TIME_DIGITS).tolist(),
        steps=None
        if steps is None
        else dict(zip(BANDS, steps.round(TIME_DIGITS).tolist(), strict=True)),
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
