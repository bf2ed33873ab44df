"""A checked folder with a genre model → a model that runs, and its answer for the known window."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.arithmetic import ArithmeticCheck, graphs_to_checked
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.known_song import known_window
from music_genre.audio.model_bundle import (
    MODEL_FILE,
    SCORES_OUTPUT,
    Manifest,
    folder_to_checked_manifest,
)
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.track import (
    Calibration,
    TrackPrediction,
    bytes_to_prediction,
    window_to_probabilities,
)
from music_genre.audio.warm_up import noise_files

GENRES_ANSWER: Final = "genres"  # name of the genre models' row among a manifest's known answers

LogMelToFeatures = Callable[[NDArray[np.float32]], NDArray[Any]]


class GenreModel:
    """A checked model that runs: log-mel → its features → scores.

    `log_mel_to_features` is the service's own stage: float32 `(n_mels, n_columns)` in dB to an
    array that the ONNX graph takes, without the batch axis. Raises `ModelBundleError`, also when
    the model is not the one called `name`.
    """

    def __init__(
        self, name: str, folder: Path, onnx_threads: int, log_mel_to_features: LogMelToFeatures
    ) -> None:
        self.manifest = folder_to_checked_manifest(folder, Manifest, name)
        self.graph = OnnxGraph(folder / MODEL_FILE, onnx_threads)
        self._log_mel_to_features = log_mel_to_features

    def log_mel_to_scores(self, log_mel: NDArray[np.float32]) -> NDArray[np.float32]:
        """Compute the uncalibrated scores of one window, float32 `(n_genres,)`."""
        return log_mel_to_scores(self.graph, self._log_mel_to_features, log_mel)

    def bytes_to_prediction(self, encoded: bytes, max_audio_s: float) -> TrackPrediction:
        """Answer for an audio file. Raises children of `AudioProcessingError`."""
        return bytes_to_prediction(
            encoded, max_audio_s, self.log_mel_to_scores, self.manifest.calibration
        )

    def known_answers(self) -> dict[str, NDArray[np.float64]]:
        """Predict the known window, to be held against the manifest."""
        return graph_to_known_answers(
            self.graph, self._log_mel_to_features, self.manifest.calibration
        )

    def warm_up(self) -> ArithmeticCheck:
        """Walk the whole way once at full length and once short, so that no user waits for it.

        Before that the model answers a question whose answer is known, and computes exactly from
        then on if this processor gets it wrong. Raises `ModelBundleError` if that is wrong too.

        In a thread, because memory is kept by thread: what this one leaves behind goes to the next
        one, which is the first to answer a request.
        """
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(self._walk_the_whole_way).result()

    def _walk_the_whole_way(self) -> ArithmeticCheck:
        check = graphs_to_checked(
            self.manifest.name, [self.graph], self.manifest.known_answers, self.known_answers
        )
        for encoded in noise_files():
            self.bytes_to_prediction(encoded, WINDOW_S)
        return check


def log_mel_to_scores(
    graph: OnnxGraph, log_mel_to_features: LogMelToFeatures, log_mel: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Compute a window's uncalibrated scores, float32 `(n_genres,)`, by a graph and features."""
    (scores,) = graph.run([SCORES_OUTPUT], log_mel_to_features(log_mel)[None])
    return np.asarray(scores[0])


def graph_to_known_answers(
    graph: OnnxGraph, log_mel_to_features: LogMelToFeatures, calibration: Calibration
) -> dict[str, NDArray[np.float64]]:
    """Predict the known window: probabilities, float64 `(n_genres,)`, under `GENRES_ANSWER`."""
    log_mel_to_known = partial(log_mel_to_scores, graph, log_mel_to_features)
    return {GENRES_ANSWER: window_to_probabilities(known_window(), log_mel_to_known, calibration)}
