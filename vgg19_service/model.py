"""VGG19 as it is served: scores of a log-mel's image, from ONNX in 8-bit integers."""

from pathlib import Path

from audio.model_bundle import GenreModel
from vgg19_service.features import log_mel_to_image


def folder_to_model(folder: Path, onnx_threads: int) -> GenreModel:
    """Check and load the network in `folder`. Raises `ModelBundleError`."""
    return GenreModel("vgg19", folder, onnx_threads, log_mel_to_image)
