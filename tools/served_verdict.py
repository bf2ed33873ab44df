"""An audio file → the verdict that the page shows, by the served models but without services."""

from collections.abc import Mapping
from typing import Any, Final

from frontend.answers.verdict import bodies_to_verdict
from frontend.ensemble import file_to_ensemble_settings
from music_genre.audio.genre_model import GenreModel
from music_genre.webapi.prediction_body import ModelBody, probabilities_to_body
from training.evaluate import MODELS, ONNX_THREADS
from training.settings import MODEL_DIRS

LONGEST_S: Final = 900.0


def served_models() -> dict[str, GenreModel]:
    """Load the models of the service folders, by name."""
    return {name: MODELS[name](folder, ONNX_THREADS) for name, folder in MODEL_DIRS.items()}


def bytes_to_verdict(encoded: bytes, models: Mapping[str, GenreModel]) -> dict[str, Any] | None:
    """Ask the models and join their answers as the page does. Raises `AudioProcessingError`."""
    bodies = {
        name: probabilities_to_body(
            model.bytes_to_prediction(encoded, LONGEST_S),
            model.manifest.genres,
            ModelBody(name=name, version=model.manifest.version, sha256=model.manifest.sha256),
        ).model_dump()
        for name, model in models.items()
    }
    return bodies_to_verdict(bodies, file_to_ensemble_settings())
