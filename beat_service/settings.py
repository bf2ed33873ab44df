"""Settings of the beat service."""

from pathlib import Path
from typing import Final

from pydantic import Field, SecretStr

from beat_service.catalogue.database import DatabaseSettings
from beat_service.styles.style_model import MODEL_DIR
from music_genre.webapi.settings import URL_PATTERN, ServiceSettings

ANALYSIS_DIR: Final = Path(__file__).parent / "analysis" / "model"


class Settings(ServiceSettings, DatabaseSettings):
    """`ServiceSettings` with this service's port, networks and catalogue of beats."""

    port: int = Field(8000, ge=1, le=65_535, description="Port to listen on.")
    max_audio_s: float = Field(15 * 60, gt=1, description="Longest audio [s], a long track.")
    admin_token: SecretStr | None = Field(
        None,
        min_length=1,
        description="Whoever adds, changes or deletes beats must send it.",
    )
    genre_url: str = Field(
        "",
        pattern=rf"^$|{URL_PATTERN}",
        description="Address of a genre service that helps to choose styles; empty for none.",
    )
    genre_timeout_s: float = Field(2, gt=0, description="Longest wait for its answer [s].")
    analysis_dir: Path = Field(
        ANALYSIS_DIR, description="Folder of the networks: tempo.onnx, key.onnx, manifest.json."
    )
    style_dir: Path = Field(
        MODEL_DIR, description="Folder of the style model: model.onnx, manifest.json."
    )
