"""VGG19 as it is served: scores of a log-mel's image, from ONNX in 8-bit integers.

The graph also gives the maps that its head pools, to whoever asks for them: they say where in time
and frequency a score comes from. Asking for scores alone costs what it cost without them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.errors import ModelBundleError
from music_genre.audio.evidence import Evidence
from music_genre.audio.genre_model import GenreModel
from music_genre.audio.model_bundle import (
    MODEL_FILE,
    SCORES_OUTPUT,
    Manifest,
    folder_to_checked_manifest,
)
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import Window
from vgg19_service.features import log_mel_to_image
from vgg19_service.head import HEAD_OUTPUTS, POOLED_BLOCKS, Head, arrays_to_head

MAP_OUTPUTS: Final = tuple(f"maps_block{block}" for block in POOLED_BLOCKS)


@dataclass(frozen=True)
class Maps:
    """What the network saw in one window, and how its head weighs that.

    `blocks` are the last maps of each pooled block, float32 `(n_channels, n_rows, n_columns)`, not
    negative, row 0 the lowest frequencies; `scores` is `(n_genres,)`.
    """

    scores: NDArray[np.float32]
    blocks: tuple[NDArray[np.float32], ...]
    head: Head


class Vgg19Model(GenreModel):
    """A `GenreModel` that can also say what its head has seen."""

    def __init__(self, folder: Path, onnx_threads: int) -> None:
        manifest = folder_to_checked_manifest(folder, Manifest, "vgg19")
        super().__init__(manifest, OnnxGraph(folder / MODEL_FILE, onnx_threads))
        if not {*MAP_OUTPUTS, *HEAD_OUTPUTS} <= self.graph.outputs:
            raise ModelBundleError(
                f"{folder.name}/model.onnx gives no maps to explain with; run `make train`"
            )

    def log_mel_to_maps(self, log_mel: NDArray[np.float32]) -> Maps:
        """Compute scores, maps and head weights of a log-mel, float32 `(n_mels, n_columns)` dB."""
        return self.image_to_maps(log_mel_to_image(log_mel))

    def window_to_evidence(self, window: Window) -> Evidence:
        """Compute the scores of a window that is not silent."""
        return Evidence(self.log_mel_to_scores(window_to_log_mel(window)))

    def log_mel_to_scores(self, log_mel: NDArray[np.float32]) -> NDArray[np.float32]:
        """Compute the scores of a log-mel, float32 `(n_genres,)`, without fetching the maps."""
        return self.features_to_scores(log_mel_to_image(log_mel))

    def image_to_maps(self, image: NDArray[np.float32]) -> Maps:
        """Compute the same of an image, float32 `(n_mels, n_columns, 1)`, levels 0–255."""
        outputs = [SCORES_OUTPUT, *MAP_OUTPUTS, *HEAD_OUTPUTS]
        scores, *rest = self.graph.run(outputs, image[None])
        blocks, head = rest[: len(MAP_OUTPUTS)], rest[len(MAP_OUTPUTS) :]
        return Maps(scores[0], tuple(block[0] for block in blocks), arrays_to_head(head))


def folder_to_model(folder: Path, onnx_threads: int) -> Vgg19Model:
    """Check and load the network in `folder`. Raises `ModelBundleError`."""
    return Vgg19Model(folder, onnx_threads)
