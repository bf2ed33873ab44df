"""Beat service: `POST /analyze`, `POST /recommend` and `/beats` on port 8000."""

import logging
from typing import Any, Final

from fastapi import FastAPI

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.analysis.body import analysis_to_body, model_to_model_body
from beat_service.analysis.traits import bytes_to_analysis
from beat_service.catalogue.admin_token import (
    Guard,
    host_to_guard,
    let_nobody,
    token_to_guard,
)
from beat_service.catalogue.analysis import model_to_analyse
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.condition import engine_to_fault
from beat_service.catalogue.database import faults_in_words, url_to_engine
from beat_service.catalogue.routes import CODES, beat_routes
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.errors import BeatError
from beat_service.memory import give_back_after
from beat_service.recommendation.body import styles_to_model_body, track_to_body
from beat_service.recommendation.genre_client import GenreClient
from beat_service.recommendation.recommender import Recommender
from beat_service.routes import upload_routes
from beat_service.settings import Settings
from beat_service.songs.memory import SongMemory, remembered
from beat_service.songs.routes import song_routes
from beat_service.songs.wish import Wish
from beat_service.styles.style_model import StyleModel
from music_genre.audio.decoding.workers import use_workers
from music_genre.audio.errors import AudioProcessingError
from music_genre.translations.catalogues import Language
from music_genre.webapi.addresses import is_loopback
from music_genre.webapi.arithmetic_body import checks_to_facts
from music_genre.webapi.beat_body import AnalysisBody, RecommendationBody
from music_genre.webapi.connection import use_key
from music_genre.webapi.fastapi.app import new_app
from music_genre.webapi.fastapi.openapi import routes_to_document
from music_genre.webapi.genre_verdict import VerdictBody
from music_genre.webapi.settings import environment_to_settings
from music_genre.webapi.sight.answers import StyleMetrics
from music_genre.webapi.sight.metrics import DecodingMetrics
from music_genre.webapi.sight.models import ModelMetrics

LOG: Final = logging.getLogger(__name__)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the service, its networks warm, its catalogue filled.

    Raises `ModelBundleError`, `SettingsError`, `DatabaseError`.
    """
    settings = settings or environment_to_settings(Settings)
    use_key(settings.service_key)
    workers = use_workers()
    model = folder_to_analysis_model(settings.analysis_dir, settings.pulse_dir)
    styles = StyleModel(settings.style_dir)
    engine = url_to_engine(settings.database_url)
    catalogue = BeatCatalogue(engine, model_to_analyse(model, styles))
    songs = SongMemory(engine)
    with faults_in_words(engine.url):
        catalogue.fill(folders_to_repertoire())
    recommender = Recommender(model, styles, catalogue, settings_to_genre_client(settings))
    checks = recommender.warm_up()
    facts, style_facts = model_to_model_body(model), styles_to_model_body(styles)
    ready_facts = {"model": facts.model_dump(), "style_model": style_facts.model_dump()}
    ready_facts |= checks_to_facts(checks)

    def readiness() -> tuple[bool, dict[str, Any]]:
        fault = engine_to_fault(engine)
        return fault is None, ready_facts | {"catalogue": fault or "ok"}

    def analyze(encoded: bytes, told_bpm: float | None) -> AnalysisBody:
        analysis = bytes_to_analysis(encoded, settings.max_audio_s, model, told_bpm)
        give_back_after(analysis.audio.duration_s)
        return analysis_to_body(analysis, facts)

    def recommend(
        encoded: bytes,
        told_bpm: float | None,
        verdict: VerdictBody | None,
        language: Language,
        wish: Wish | None,
    ) -> RecommendationBody:
        track = recommender.bytes_to_recommended_track(
            encoded, settings.max_audio_s, verdict, told_bpm
        )
        give_back_after(track.analysis.audio.duration_s)
        body = track_to_body(track, facts, style_facts, language)
        counted.count(body.recommended_beat, body.confidence, certain=body.certain)
        return remembered(body, encoded, wish, songs)

    guard = settings_to_guard(settings)
    routers = (
        upload_routes(analyze, recommend, settings, guard),
        beat_routes(catalogue, settings.max_upload_bytes, guard),
        song_routes(songs, guard),
    )
    openapi = routes_to_document("Beat service", [one for each in routers for one in each.routes])
    app = new_app(settings, readiness, openapi, (AudioProcessingError, BeatError), CODES)
    app.state.close = engine.dispose  # SQLite brings its file up to date when all let go of it
    registry = app.state.metrics.registry
    counted = StyleMetrics(registry, styles.styles)
    manifests = (model.manifest, model.pulse.manifest, styles.manifest)
    ModelMetrics(registry, checks, {one.name: one.version for one in manifests})
    DecodingMetrics(registry, workers.counts, lambda: workers.n_starts)
    for router in routers:
        app.include_router(router)
    return app


def settings_to_guard(settings: Settings) -> Guard:
    """Choose who may change the catalogue: who has the token, or who is on this machine.

    Where there is no token and others may reach the service, nobody may, and the log says so.
    """
    if token := settings.token:
        return token_to_guard(token)
    if is_loopback(settings.host):
        return host_to_guard(settings.host)
    LOG.warning(
        "HOST=%s lets others in and there is no ADMIN_TOKEN: adding, changing and deleting beats, "
        "and remembering songs, are off (changes_off)",
        settings.host,
    )
    return let_nobody


def settings_to_genre_client(settings: Settings) -> GenreClient | None:
    """Make the client of the genre service, if one is set."""
    if not settings.genre_url:
        return None
    return GenreClient(settings.genre_url, settings.genre_timeout_s, settings.threads)
