"""Settings of the VGG19 service."""

from pathlib import Path

from pydantic import Field

from music_genre.webapi.settings import GenreServiceSettings


class Settings(GenreServiceSettings):
    """`GenreServiceSettings` with this service's port and model."""

    port: int = Field(5002, ge=1, le=65_535, description="Port to listen on.")
    model_dir: Path = Field(
        Path(__file__).parent / "model",
        description="Folder of the model: model.onnx and manifest.json.",
    )
