"""Settings of the beat service."""

from pathlib import Path
from typing import Final

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from beat_service.analysis.pulse_model import PULSE_DIR
from beat_service.catalogue.database import DatabaseSettings
from beat_service.styles.style_model import MODEL_DIR
from music_genre.webapi.settings import (
    URL_PATTERN,
    AskingServiceSettings,
    checked_secret_file,
    file_to_secret,
)

ANALYSIS_DIR: Final = Path(__file__).parent / "analysis" / "model"


class Settings(AskingServiceSettings, DatabaseSettings):
    """`AskingServiceSettings` with this service's port, networks and catalogue of beats."""

    port: int = Field(8000, ge=1, le=65_535, description="Port to listen on.")
    max_audio_s: float = Field(15 * 60, gt=1, description="Longest audio [s], a long track.")
    admin_token: SecretStr | None = Field(
        None,
        min_length=1,
        description="Whoever adds, changes or deletes beats must send it.",
    )
    admin_token_file: Path | None = Field(
        None, description="File that has ADMIN_TOKEN, as secrets of containers are given."
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
    pulse_dir: Path = Field(
        PULSE_DIR, description="Folder of the network of beats: model.onnx, manifest.json."
    )
    style_dir: Path = Field(
        MODEL_DIR, description="Folder of the style model: model.onnx, manifest.json."
    )

    @field_validator("admin_token_file")
    @classmethod
    def _has_a_token(cls, path: Path | None, others: ValidationInfo) -> Path | None:
        if path is None:
            return None
        if others.data.get("admin_token"):
            raise PydanticCustomError("admin_token_file", "ADMIN_TOKEN is set too; give one alone")
        return checked_secret_file("admin_token_file", path)

    @property
    def token(self) -> SecretStr | None:
        """Return what must be sent to change the catalogue, from the setting or its file."""
        return file_to_secret(self.admin_token_file) if self.admin_token_file else self.admin_token
