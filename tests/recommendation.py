"""The one fake body of the beat service's `/recommend`, built from the schema of the real one."""

from typing import Any

from music_genre.webapi.beat_body import (
    AlternativeBody,
    AnalysisModelBody,
    EnergyBody,
    EnergyPartBody,
    EnergyReasonBody,
    KeyBody,
    KeyGuessBody,
    PatternBody,
    Played,
    PlayedBeatBody,
    ReasonsBody,
    RecommendationBody,
    RhythmBody,
    RhythmReasonBody,
    StepsBody,
    TempoBody,
    TempoCandidateBody,
    TempoReasonBody,
)
from music_genre.webapi.prediction_body import AudioBody

SONG_BPM = 112.02
ALTERNATIVES: tuple[tuple[str, str, str, float, Played, float], ...] = (
    ("disco-2", "Four on the floor", "Disco", SONG_BPM, "same", 0.121),
    ("funk-1", "One and the rest", "Funk", SONG_BPM, "same", 0.093),
    ("techno-3", "Concrete", "Techno", 121.44, "same", 0.06),  # a recording at 132 goes no slower
    ("trap-1", "Half time", "Trap", 56.01, "half", 0.041),
    ("boom-bap-2", "Dusty", "Boom Bap", 97.2, "same", 0.03),  # one at 90 goes no faster
)

RECORDINGS = {"techno-3", "boom-bap-2"}


def recommendation(song_bpm: float = SONG_BPM, beat_bpm: float = SONG_BPM) -> dict[str, Any]:
    """Make the answer to twelve seconds in A minor: a house beat as the service plays it."""
    body = RecommendationBody(
        outcome="analyzed",
        recommended_beat="House",
        confidence=0.634,
        certain=True,
        prior=None,
        beat=played_beat("house-1", "Warehouse floor", "House", beat_bpm, key="Am"),
        reasons=_reasons(song_bpm, beat_bpm, "same"),
        alternatives=[
            AlternativeBody(
                style=style,
                confidence=confidence,
                beat=played_beat(name, title, style, bpm),
                reasons=_reasons(song_bpm, bpm, played),
            )
            for name, title, style, bpm, played, confidence in ALTERNATIVES
        ],
        tempo=TempoBody(
            bpm=song_bpm,
            confidence=0.81,
            candidates=[
                TempoCandidateBody(bpm=song_bpm, score=0.81, relation="chosen"),
                TempoCandidateBody(bpm=song_bpm / 2, score=0.12, relation="half"),
                TempoCandidateBody(bpm=song_bpm * 2, score=0.04, relation="double"),
            ],
        ),
        key=_key(),
        energy=EnergyBody(
            energy=0.62,
            loudness_lufs=EnergyPartBody(measured=-11.3, level=0.79),
            onset_rate_hz=EnergyPartBody(measured=3.71, level=0.46),
            brightness_hz=EnergyPartBody(measured=2104.6, level=0.44),
        ),
        rhythm=RhythmBody(
            beat_times_s=[round(0.25 + i * 60 / song_bpm, 3) for i in range(22)],
            steps=StepsBody(
                low=[1, 0, 0.1, 0, 0.9, 0, 0, 0.2, 1, 0, 0, 0, 0.9, 0, 0.3, 0],
                mid=[0.1, 0, 0, 0, 0.8, 0, 0, 0, 0.1, 0, 0.2, 0, 0.85, 0, 0, 0.1],
                high=[0.5, 0.1, 0.6, 0.1] * 4,
            ),
            swing_ratio=1.04,
            pattern=PatternBody(
                id="house-jack", name="four_on_the_floor", style="House", similarity=0.91
            ),
        ),
        audio=AudioBody(duration_s=12.0, sample_rate_hz=22_050, channels=1, format="WAV"),
        model=AnalysisModelBody(name="analysis", version="1", sha256={}),
        style_model=AnalysisModelBody(name="beat_styles", version="1", sha256={}),
        timing_ms={"total": 210.0},
    )
    return body.model_dump(mode="json", by_alias=True)


def silent_recommendation() -> dict[str, Any]:
    """Make the answer to silence: no traits and no beat."""
    traits = ("tempo", "key", "energy", "rhythm", "beat", "reasons", "recommended_beat")
    silence = {"outcome": "silence", "certain": False, "confidence": 0.0, "alternatives": []}
    body = RecommendationBody.model_validate(recommendation() | dict.fromkeys(traits) | silence)
    return body.model_dump(mode="json", by_alias=True)


def played_beat(
    name: str, title: str, style: str, bpm: float, key: str | None = None
) -> PlayedBeatBody:
    """Make a beat of four bars."""
    return PlayedBeatBody(
        id=name,
        title=title,
        style=style,
        bpm=bpm,
        key=key,
        bars=4,
        licence="CC0-1.0",
        author="the project",
        url=f"/beats/{name}/audio?bpm={bpm:g}",
        midi_url=None if name in RECORDINGS else f"/beats/{name}/midi?bpm={bpm:g}",
    )


def _reasons(song_bpm: float, beat_bpm: float, played: Played) -> ReasonsBody:
    return ReasonsBody(
        tempo=TempoReasonBody(fit=0.9, track_bpm=song_bpm, beat_bpm=beat_bpm, played=played),
        rhythm=RhythmReasonBody(fit=0.8),
        energy=EnergyReasonBody(fit=0.7),
        together=0.83,
    )


def _key() -> KeyBody:
    first = KeyGuessBody(tonic="A", mode="minor", camelot="8A", open_key="1m", confidence=0.7)
    second = KeyGuessBody(tonic="Eb", mode="major", camelot="5B", open_key="10d", confidence=0.1)
    return KeyBody(clear=True, guesses=[first, second], **first.model_dump())
