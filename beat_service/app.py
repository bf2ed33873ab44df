"""Beat service: `POST /analyze` and `/beats` on port 8000."""

from typing import Any

from fastapi import FastAPI

from audio.errors import AudioProcessingError
from beat_service.analysis_body import AnalysisBody, AnalysisModelBody, traits_to_body
from beat_service.beat_analysis import model_to_analyse
from beat_service.beat_base import BeatBase
from beat_service.beat_errors import BeatError
from beat_service.beat_pattern import folder_to_styles
from beat_service.beat_routes import beat_routes
from beat_service.database import url_to_engine
from beat_service.openapi import beat_openapi
from beat_service.routes import analysis_routes
from beat_service.scorer import folder_to_analysis_model
from beat_service.settings import Settings
from beat_service.traits import bytes_to_traits, warm_up
from webapi.fastapi_app import new_app
from webapi.settings import environment_to_settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service, its networks warm, its base filled.

    Raises `ModelBundleError`, `SettingsError`, `DatabaseError`.
    """
    settings = settings or environment_to_settings(Settings)
    model = folder_to_analysis_model(settings.analysis_dir)
    warm_up(model)
    base = BeatBase(url_to_engine(settings.database_url), model_to_analyse(model))
    base.fill(folder_to_styles())
    facts = AnalysisModelBody(
        name=model.manifest.name, version=model.manifest.version, sha256=model.manifest.sha256
    )

    def readiness() -> tuple[bool, dict[str, Any]]:
        return True, {"model": facts.model_dump()}

    def analyze(encoded: bytes) -> AnalysisBody:
        return traits_to_body(bytes_to_traits(encoded, settings.max_audio_s, model), facts)

    beats = beat_routes(base, settings.max_upload_bytes, settings.admin_token)
    openapi = beat_openapi(beats.routes)
    app = new_app(settings, readiness, openapi, (AudioProcessingError, BeatError))
    app.include_router(analysis_routes(analyze, settings))
    app.include_router(beats)
    return app
