"""Beat service: `POST /analyze` on port 8000."""

from typing import Any

from fastapi import FastAPI

from audio.errors import AudioProcessingError
from beat_service.analysis_body import AnalysisBody, AnalysisModelBody, traits_to_body
from beat_service.openapi import beat_openapi
from beat_service.routes import analysis_routes
from beat_service.scorer import folder_to_analysis_model
from beat_service.settings import Settings
from beat_service.traits import bytes_to_traits, warm_up
from webapi.fastapi_app import new_app
from webapi.settings import environment_to_settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service, its networks loaded and warm. Raises `ModelBundleError`, `SettingsError`."""
    settings = settings or environment_to_settings(Settings)
    model = folder_to_analysis_model(settings.analysis_dir)
    warm_up(model)
    facts = AnalysisModelBody(
        name=model.manifest.name, version=model.manifest.version, sha256=model.manifest.sha256
    )

    def readiness() -> tuple[bool, dict[str, Any]]:
        return True, {"model": facts.model_dump()}

    def analyze(encoded: bytes) -> AnalysisBody:
        return traits_to_body(bytes_to_traits(encoded, settings.max_audio_s, model), facts)

    app = new_app(settings, readiness, beat_openapi(), (AudioProcessingError,))
    app.include_router(analysis_routes(analyze, settings))
    return app
