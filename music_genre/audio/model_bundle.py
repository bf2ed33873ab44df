"""A folder with a model → a model that runs, or a refusal that says what does not fit.

A bundle is `model.onnx`, `manifest.json` and `MODEL_CARD.md`. The manifest says what the model was
trained with; when it does not fit this code or the file, the service must not start, because the
answers would be confident nonsense.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from music_genre.audio import constants
from music_genre.audio.arithmetic import ArithmeticCheck, graphs_to_checked
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.known_song import known_window
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.scores import scores_to_probabilities
from music_genre.audio.track import (
    Calibration,
    TrackPrediction,
    bytes_to_prediction,
    window_to_log_mel,
)
from music_genre.audio.warm_up import noise_files

MANIFEST_FORMAT: Final = 3
MODEL_FILE: Final = "model.onnx"
MANIFEST_FILE: Final = "manifest.json"
SCORES_OUTPUT: Final = "scores"  # every exported graph names its output so
GENRES_ANSWER: Final = "genres"  # name of the genre models' row among a manifest's known answers

LogMelToFeatures = Callable[[NDArray[np.float32]], NDArray[Any]]


class SignalConstants(BaseModel):
    """The signal numbers that a model depends on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sample_rate_hz: int = constants.SAMPLE_RATE_HZ
    n_fft: int = constants.N_FFT
    hop_length: int = constants.HOP_LENGTH
    n_mels: int = constants.N_MELS
    dynamic_range_db: float = constants.DYNAMIC_RANGE_DB
    window_s: float = constants.WINDOW_S
    columns_per_window: int = constants.COLUMNS_PER_WINDOW


class BundleManifest(BaseModel, ABC):
    """What the manifest of every bundle holds, and which files it describes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    FORMAT: ClassVar[int]
    REMEDY: ClassVar[str]  # what to do when a file is missing

    format: int
    name: str
    version: str
    signal: SignalConstants
    trained_on: str
    seed: int
    libraries: dict[str, str]
    known_answers: dict[
        str, tuple[float, ...]
    ]  # to `music_genre.audio.known_song`, in exact arithmetic
    scores: dict[str, Any]

    @property
    @abstractmethod
    def checksums(self) -> Mapping[str, str]:
        """SHA-256 of each file that the bundle must have, by name."""


class Manifest(BundleManifest):
    """The manifest of a model of one file that says a class."""

    FORMAT: ClassVar[int] = MANIFEST_FORMAT
    REMEDY: ClassVar[str] = "run `make train` or set MODEL_DIR"

    sha256: str
    genres: tuple[str, ...]
    temperatures: tuple[tuple[float, float], ...]  # duration [s], temperature; rising durations
    confident_from: float
    trained_splits: tuple[str, ...]

    @property
    def checksums(self) -> Mapping[str, str]:
        """SHA-256 of the one graph."""
        return {MODEL_FILE: self.sha256}

    @property
    def calibration(self) -> Calibration:
        """What serving needs of it."""
        return Calibration(self.temperatures, self.confident_from)


AnyManifest = TypeVar("AnyManifest", bound=BundleManifest)


class GenreModel:
    """A checked model that runs: log-mel → its features → scores.

    `log_mel_to_features` is the service's own stage: float32 `(n_mels, n_columns)` in dB to an
    array that the ONNX graph takes, without the batch axis. Raises `ModelBundleError`, also when
    the model is not the one called `name`.
    """

    def __init__(
        self, name: str, folder: Path, onnx_threads: int, log_mel_to_features: LogMelToFeatures
    ) -> None:
        self.manifest = folder_to_manifest(folder)
        if self.manifest.name != name:
            raise ModelBundleError(
                f"{folder} holds the model {self.manifest.name}, not {name}; set MODEL_DIR"
            )
        self.graph = OnnxGraph(folder / MODEL_FILE, onnx_threads)
        self._log_mel_to_features = log_mel_to_features

    def log_mel_to_scores(self, log_mel: NDArray[np.float32]) -> NDArray[np.float32]:
        """Uncalibrated scores of one window, float32 `(n_genres,)`."""
        return log_mel_to_scores(self.graph, self._log_mel_to_features, log_mel)

    def bytes_to_prediction(self, encoded: bytes, max_audio_s: float) -> TrackPrediction:
        """Answer for an audio file. Raises children of `AudioProcessingError`."""
        return bytes_to_prediction(
            encoded, max_audio_s, self.log_mel_to_scores, self.manifest.calibration
        )

    def known_answers(self) -> dict[str, NDArray[np.float64]]:
        """What this model says of the known window, to be held against its manifest."""
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
    """Uncalibrated scores of one window, float32 `(n_genres,)`, by a graph and its features."""
    (scores,) = graph.run([SCORES_OUTPUT], log_mel_to_features(log_mel)[None])
    return np.asarray(scores[0])


def graph_to_known_answers(
    graph: OnnxGraph, log_mel_to_features: LogMelToFeatures, calibration: Calibration
) -> dict[str, NDArray[np.float64]]:
    """Probabilities of the known window, float64 `(n_genres,)`, under `GENRES_ANSWER`."""
    window = known_window()
    scores = log_mel_to_scores(graph, log_mel_to_features, window_to_log_mel(window))
    temperature = calibration.temperature_at(window.end_s - window.start_s)
    return {GENRES_ANSWER: scores_to_probabilities(scores, temperature)}


def folder_to_manifest(folder: Path) -> Manifest:
    """Read the manifest and hold it against this code and the model file.

    Raises `ModelBundleError`.
    """
    return folder_to_checked_manifest(folder, Manifest)


def folder_to_checked_manifest(folder: Path, kind: type[AnyManifest]) -> AnyManifest:
    """A manifest of this kind that fits this code and its files. Raises `ModelBundleError`."""
    try:
        manifest = kind.model_validate_json((folder / MANIFEST_FILE).read_bytes())
        changed = [
            name
            for name, sha256 in manifest.checksums.items()
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha256
        ]
    except OSError as error:
        raise ModelBundleError(f"model file missing: {error.filename}; {kind.REMEDY}") from error
    except ValidationError as error:
        raise ModelBundleError(f"{folder.name}/manifest.json is malformed: {error}") from error
    if manifest.format != kind.FORMAT:
        raise ModelBundleError(
            f"manifest format {manifest.format}, this code reads {kind.FORMAT}; retrain"
        )
    if changed:
        raise ModelBundleError(
            f"{changed[0]} is not the file that manifest.json describes; retrain"
        )
    if manifest.signal != SignalConstants():
        raise ModelBundleError("the model was trained with other signal constants; retrain")
    return manifest
