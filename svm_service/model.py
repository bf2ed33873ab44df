"""The SVM as it is served: window → its own and learnt features → scores, from ONNX."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.evidence import Evidence
from music_genre.audio.genre_model import GenreModel
from music_genre.audio.model_bundle import MODEL_FILE, folder_to_checked_manifest
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.track import Doubt, window_to_log_mel
from music_genre.audio.windows import Window
from svm_service.features import log_mel_to_vector
from svm_service.learnt import LEARNT_FILE, TAG_NAMES, Learnt, window_to_learnt
from svm_service.manifest import SvmManifest


class SvmModel(GenreModel):
    """A `GenreModel` that also says what kind of sound it hears, and which words fit.

    Raises `ModelBundleError` where the folder holds no such model.
    """

    def __init__(self, folder: Path, onnx_threads: int) -> None:
        manifest = folder_to_checked_manifest(folder, SvmManifest, "svm")
        super().__init__(manifest, OnnxGraph(folder / MODEL_FILE, onnx_threads))
        # 160 MB less for each that answers, and as fast
        self.learnt = OnnxGraph(folder / LEARNT_FILE, onnx_threads, keeps_memory=False)
        self._thresholds = manifest.thresholds
        self.learnt_version = manifest.learnt_sha256

    @property
    def graphs(self) -> Sequence[OnnxGraph]:
        """The SVM's graph and the network's."""
        return self.graph, self.learnt

    @property
    def doubt(self) -> Doubt:
        """What its answers take to be sure, and its words."""
        return Doubt(self.manifest.calibration, self._thresholds, TAG_NAMES)

    def window_to_evidence(self, window: Window) -> Evidence:
        """Compute scores and kind of sound of a window that is not silent."""
        return self.learnt_to_evidence(window, window_to_learnt(window, self.learnt))

    def learnt_to_evidence(self, window: Window, learnt: Learnt) -> Evidence:
        """Compute the same where it is known what the network has learnt to hear in the window."""
        vector = log_mel_to_vector(window_to_log_mel(window))
        scores = self.features_to_scores(vector_to_features(vector, learnt.embedding))
        return Evidence(scores, learnt.sound)


def vector_to_features(
    vector: NDArray[np.float32], embedding: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Join statistics `(2122,)` and embedding `(1706,)` as the graph takes them, `(3828,)`."""
    return np.concatenate([vector, embedding])


def folder_to_model(folder: Path, onnx_threads: int) -> SvmModel:
    """Check and load the SVM in `folder`. Raises `ModelBundleError`."""
    return SvmModel(folder, onnx_threads)
