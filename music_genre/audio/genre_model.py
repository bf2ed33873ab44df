"""A checked folder with a genre model → a model that runs, and its answer to the known window."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.arithmetic import ArithmeticCheck, graphs_to_checked
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.evidence import Evidence
from music_genre.audio.known_song import known_window
from music_genre.audio.model_bundle import SCORES_OUTPUT, Manifest
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.track import (
    Doubt,
    TrackPrediction,
    bytes_to_prediction,
    window_to_segment,
)
from music_genre.audio.warm_up import noise_files
from music_genre.audio.windows import Window

GENRES_ANSWER: Final = "genres"  # name of the genre models' row among a manifest's known answers
KINDS_ANSWER: Final = "kinds"  # and of the kinds of sound, where a model knows them


class GenreModel(ABC):
    """A model that runs, from its checked manifest and its graph."""

    def __init__(self, manifest: Manifest, graph: OnnxGraph) -> None:
        self.manifest, self.graph = manifest, graph

    @abstractmethod
    def window_to_evidence(self, window: Window) -> Evidence:
        """Compute what the model finds in a window that is not silent."""

    @property
    def graphs(self) -> Sequence[OnnxGraph]:
        """The graphs that it runs."""
        return (self.graph,)

    @property
    def doubt(self) -> Doubt:
        """What its answers take to be sure."""
        return Doubt(self.manifest.calibration)

    def features_to_scores(self, features: NDArray[Any]) -> NDArray[np.float32]:
        """Compute uncalibrated scores, float32 `(n_genres,)`, of features without a batch axis."""
        (scores,) = self.graph.run([SCORES_OUTPUT], features[None])
        return np.asarray(scores[0])

    def bytes_to_prediction(self, encoded: bytes, max_audio_s: float) -> TrackPrediction:
        """Answer for an audio file. Raises children of `AudioProcessingError`."""
        return bytes_to_prediction(encoded, max_audio_s, self.window_to_evidence, self.doubt)

    def known_answers(self) -> Mapping[str, NDArray[np.float64]]:
        """Answer the known window, to be held against the manifest."""
        segment = window_to_segment(
            known_window(), self.window_to_evidence, self.manifest.calibration
        )
        answers = {GENRES_ANSWER: segment.probabilities}
        if segment.sound is not None:
            answers[KINDS_ANSWER] = segment.sound.kinds
        return {name: row for name, row in answers.items() if row is not None}

    def compute_exactly(self) -> None:
        """Run every graph in exact arithmetic from now on."""
        for graph in self.graphs:
            graph.compute_exactly()

    def check_arithmetic(self) -> ArithmeticCheck:
        """Answer the question whose answer is known, and compute exactly where that was wrong.

        Raises `ModelBundleError` where it is wrong in exact arithmetic too.
        """
        return graphs_to_checked(
            self.manifest.name, self.graphs, self.manifest.known_answers, self.known_answers
        )

    def warm_up(self) -> ArithmeticCheck:
        """Walk the whole way once at full length and once short, so that no user waits for it.

        Before that comes `check_arithmetic`. Raises `ModelBundleError`.

        In a thread, because memory is kept by thread: what this one leaves behind goes to the next
        one, which is the first to answer a request.
        """
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(self._walk_the_whole_way).result()

    def _walk_the_whole_way(self) -> ArithmeticCheck:
        check = self.check_arithmetic()
        for encoded in noise_files():
            self.bytes_to_prediction(encoded, WINDOW_S)
        return check
