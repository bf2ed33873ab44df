"""The SVM as it is served: one-vs-rest margins of a log-mel, from ONNX."""

from pathlib import Path

from music_genre.audio.genre_model import GenreModel
from svm_service.features import log_mel_to_vector


def folder_to_model(folder: Path, onnx_threads: int) -> GenreModel:
    """Check and load the SVM in `folder`. Raises `ModelBundleError`."""
    return GenreModel("svm", folder, onnx_threads, log_mel_to_vector)
