"""Recommended track → the JSON body of `/recommend`, and its schema."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from beat_service.analysis.body import AnalysisBody, AnalysisModelBody, traits_to_body
from beat_service.catalogue.tables import Beat
from beat_service.recommendation.fit import BPM_DIGITS, Fit, Played
from beat_service.recommendation.genre_client import Genres
from beat_service.recommendation.ranking import Recommendation
from beat_service.recommendation.recommender import USED_FOR, RecommendedTrack, UsedFor
from music_genre.webapi.prediction_body import PROBABILITY_DIGITS


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlayedBeatBody(_Body):
    """A beat of the base at the tempo that goes with the track."""

    id: str
    title: str
    style: str
    bpm: float = Field(description="the tempo that `url` plays it at")
    key: str | None
    bars: int
    licence: str
    author: str
    url: str = Field(description="its sound, WAV, from the service's root")

    @classmethod
    def of(cls, beat: Beat, bpm: float) -> Self:
        """The body of a row."""
        return cls(
            id=beat.id,
            title=beat.title,
            style=beat.style,
            bpm=bpm,
            key=beat.key,
            bars=beat.bars,
            licence=beat.licence,
            author=beat.author,
            url=f"/beats/{beat.id}/audio?bpm={bpm:g}",
        )


class TempoReasonBody(_Body):
    """How the tempi go together."""

    fit: float = Field(description="0–1; half and double time cost a tenth")
    track_bpm: float
    beat_bpm: float
    played: Played = Field(description="the beat's tempo beside the track's")


class RhythmReasonBody(_Body):
    """How alike the mean bars are."""

    fit: float = Field(description="cosine of both bars of sixteen steps in three bands, 0–1")


class EnergyReasonBody(_Body):
    """How far apart the energies are."""

    fit: float = Field(description="1 less the difference of the energies")


class ReasonsBody(_Body):
    """Why this beat of its style; a part is null where it is not known."""

    tempo: TempoReasonBody
    rhythm: RhythmReasonBody | None
    energy: EnergyReasonBody | None
    together: float = Field(
        description="0.5 · tempo + 0.3 · rhythm + 0.2 · energy, of what is known"
    )


class AlternativeBody(_Body):
    """The best beat of another style."""

    style: str
    confidence: float = Field(description="probability that the track is of this style")
    beat: PlayedBeatBody
    reasons: ReasonsBody


class PriorBody(_Body):
    """What a genre service said, and what it was used for."""

    genre: str = Field(description="the most probable one")
    probability: float = Field(description="of that genre, calibrated")
    from_model: str = Field(alias="from", description="name of the genre model")
    used_for: Sequence[UsedFor]

    @classmethod
    def of(cls, genres: Genres) -> Self:
        """The body of genres that had a say."""
        genre, probability = genres.first
        fields = {"genre": genre, "probability": probability, "from": genres.model}
        return cls.model_validate(fields | {"used_for": USED_FOR})


class RecommendedBody(_Body):
    """What is recommended; no beat for silence."""

    recommended_beat: str | None = Field(description="a style; null for silence")
    confidence: float = Field(
        description="probability that the track is of that style; calibrated where `prior` is null"
    )
    certain: bool = Field(
        description="false where the rhythm's answers are right too seldom to rely on"
    )
    prior: PriorBody | None = Field(
        description="null where the genre had no say: rhythm sure, or no answer from a service"
    )
    beat: PlayedBeatBody | None
    reasons: ReasonsBody | None
    alternatives: list[AlternativeBody] = Field(description="up to five other styles, best first")


class RecommendationBody(AnalysisBody, RecommendedBody):
    """Answer of `/recommend`: the beats first, then the answer of `/analyze`."""

    style_model: AnalysisModelBody


def track_to_body(
    track: RecommendedTrack, model: AnalysisModelBody, style_model: AnalysisModelBody
) -> RecommendationBody:
    """The body of a track's answer."""
    bodies = [_alternative_body(found) for found in track.beats]
    first = bodies[0] if bodies else None
    styles = track.styles
    return RecommendationBody(
        **dict(traits_to_body(track.traits, model)),
        recommended_beat=first.style if first else None,
        confidence=first.confidence if first else 0.0,
        certain=styles is not None and styles.certain and first is not None,
        prior=PriorBody.of(styles.genres) if styles and styles.genres else None,
        beat=first.beat if first else None,
        reasons=first.reasons if first else None,
        alternatives=bodies[1:],
        style_model=style_model,
    )


def _alternative_body(found: Recommendation) -> AlternativeBody:
    return AlternativeBody(
        style=found.beat.style,
        confidence=round(found.confidence, PROBABILITY_DIGITS),
        beat=PlayedBeatBody.of(found.beat, found.fit.tempo.bpm),
        reasons=_reasons_body(found.fit),
    )


def _reasons_body(fit: Fit) -> ReasonsBody:
    return ReasonsBody(
        tempo=TempoReasonBody(
            fit=round(fit.tempo.fit, PROBABILITY_DIGITS),
            track_bpm=round(fit.tempo.track_bpm, BPM_DIGITS),
            beat_bpm=fit.tempo.bpm,
            played=fit.tempo.played,
        ),
        rhythm=None
        if fit.rhythm is None
        else RhythmReasonBody(fit=round(fit.rhythm, PROBABILITY_DIGITS)),
        energy=None
        if fit.energy is None
        else EnergyReasonBody(fit=round(fit.energy, PROBABILITY_DIGITS)),
        together=round(fit.together, PROBABILITY_DIGITS),
    )
