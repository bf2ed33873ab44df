"""Recommended track → the JSON body of `/recommend`."""

from typing import Final

from beat_service.analysis.body import analysis_to_body
from beat_service.catalogue.tables import Beat
from beat_service.recommendation.fit import Fit
from beat_service.recommendation.genre_client import Genres
from beat_service.recommendation.ranking import Recommendation
from beat_service.recommendation.recommender import RecommendedTrack, Styles
from beat_service.styles.style_model import StyleModel
from music_genre.audio.model_bundle import MODEL_FILE
from music_genre.translations.catalogues import Language
from music_genre.webapi.beat_body import (
    BPM_DIGITS,
    AlternativeBody,
    AnalysisModelBody,
    EnergyReasonBody,
    PlayedBeatBody,
    PriorBody,
    ReasonsBody,
    RecommendationBody,
    RhythmReasonBody,
    TempoReasonBody,
    UsedFor,
)
from music_genre.webapi.beat_sentence import prior_to_sentence
from music_genre.webapi.prediction_body import PROBABILITY_DIGITS

USED_FOR: Final[tuple[UsedFor, ...]] = ("style",)


def styles_to_model_body(styles: StyleModel) -> AnalysisModelBody:
    """Name the network that hears styles."""
    manifest = styles.manifest
    return AnalysisModelBody(
        name=manifest.name, version=manifest.version, sha256={MODEL_FILE: manifest.sha256}
    )


def track_to_body(
    track: RecommendedTrack,
    model: AnalysisModelBody,
    style_model: AnalysisModelBody,
    language: Language = "en",
) -> RecommendationBody:
    """Round a recommended track and put it into the answer's schema."""
    bodies = [_alternative_body(found) for found in track.beats]
    first = bodies[0] if bodies else None
    styles = track.styles
    certain = styles is not None and styles.certain and first is not None
    prior = _prior_body(styles, styles.genres) if styles and styles.genres else None
    return RecommendationBody(
        **dict(analysis_to_body(track.analysis, model)),
        recommended_beat=first.style if first else None,
        confidence=first.confidence if first else 0.0,
        certain=certain,
        prior=prior,
        sentence=prior_to_sentence(
            prior,
            language,
            certain=certain,
            confidence=first.confidence,
            is_free=track.analysis.traits is not None and track.analysis.traits.tempo.is_free,
        )
        if first
        else None,
        beat=first.beat if first else None,
        reasons=first.reasons if first else None,
        alternatives=bodies[1:],
        style_model=style_model,
    )


def _alternative_body(found: Recommendation) -> AlternativeBody:
    return AlternativeBody(
        style=found.beat.style,
        confidence=round(found.confidence, PROBABILITY_DIGITS),
        beat=_beat_body(found.beat, found.fit.tempo.bpm),
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


def _beat_body(beat: Beat, bpm: float) -> PlayedBeatBody:
    return PlayedBeatBody(
        id=beat.id,
        title=beat.title,
        style=beat.style,
        bpm=bpm,
        key=beat.key,
        bars=beat.bars,
        meter=beat.meter,
        beats=beat.beats,
        licence=beat.licence,
        author=beat.author,
        url=f"/beats/{beat.id}/audio?bpm={bpm:g}",
        midi_url=None if beat.kind == "audio" else f"/beats/{beat.id}/midi?bpm={bpm:g}",
    )


def _prior_body(styles: Styles, genres: Genres) -> PriorBody:
    genre, probability = genres.first
    fields = {"genre": genre, "probability": round(probability, PROBABILITY_DIGITS)}
    fields |= {"from": genres.model, "used_for": USED_FOR}
    return PriorBody.model_validate(fields | {"effect": "decided" if styles.leant else "agreed"})
