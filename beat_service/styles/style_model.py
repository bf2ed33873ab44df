"""Rhythm vector → how probable each style is.

The model's folder is checked as the genre services' are: a model that does not fit this code is
refused at start. The graph can also say which of our patterns a rhythm is like; training alone
asks for that (`training.styles.similarity`).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.styles.rhythm_vector import waveform_to_rhythm_vector, waveform_to_rhythm_vectors
from music_genre.audio.arithmetic import ArithmeticCheck, graphs_to_checked
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.evidence import Outcome
from music_genre.audio.known_song import known_window
from music_genre.audio.model_bundle import (
    MODEL_FILE,
    SCORES_OUTPUT,
    Manifest,
    folder_to_checked_manifest,
)
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.scores import probabilities_to_outcome
from music_genre.audio.track import Calibration
from music_genre.webapi.beat_sentence import LIKELY_FROM

NAME: Final = "beat_styles"
LIKELY_STYLE_FROM: Final = LIKELY_FROM  # what training measures is what the sentence says
STYLES_FORMAT: Final = 3
MUSIC_OUTPUT: Final = "music"  # how probable it is that instruments play around the drums
MUSIC_FROM: Final = 0.5
STYLES_ANSWER: Final = "styles"  # name of its row among the manifest's known answers
MODEL_DIR: Final = Path(__file__).parent.parent / "model"


class StyleManifest(Manifest):
    """Manifest of a single-file classifier whose classes are styles."""

    FORMAT: ClassVar[int] = STYLES_FORMAT
    TARGET: ClassVar[str] = "train-styles"
    SETTING: ClassVar[str] = "STYLE_DIR"

    @property
    def labels(self) -> tuple[str, ...]:
        """Name the styles, in the order of the scores; every classifier's file says `genres`."""
        return self.genres


@dataclass(frozen=True)
class HeardStyles:
    """Probabilities of styles, float64 `(n_styles,)`, sum 1; and whether it is more than drums."""

    probabilities: NDArray[np.float64]
    is_music: bool


class StyleModel:
    """A checked model that runs. Raises `ModelBundleError` when it cannot be served."""

    def __init__(self, folder: Path = MODEL_DIR, onnx_threads: int = 1) -> None:
        self.manifest = folder_to_checked_manifest(folder, StyleManifest, NAME)
        self.graph = OnnxGraph(folder / MODEL_FILE, onnx_threads)

    @property
    def styles(self) -> tuple[str, ...]:
        """Name the styles, in the order of the probabilities."""
        return self.manifest.labels

    def waveform_to_probabilities(self, waveform: NDArray[np.float32]) -> NDArray[np.float64]:
        """Predict styles, float64 `(n_styles,)`, sum 1, of float32 `(n_samples,)` at 22 050 Hz.

        Of more than a window of 30 s it is the mean over windows spread over the whole track.
        """
        return self.waveform_to_heard(waveform).probabilities

    def waveform_to_heard(self, waveform: NDArray[np.float32]) -> HeardStyles:
        """Predict styles as above, and whether other instruments play around the drums."""
        vectors = waveform_to_rhythm_vectors(waveform)
        rows = self.vectors_to_probabilities(vectors)
        return HeardStyles(np.asarray(rows.mean(axis=0)), self.vectors_to_is_music(vectors))

    def vectors_to_is_music(self, vectors: NDArray[np.float32]) -> bool:
        """Tell music from drums alone, by vectors `(n, n_values)` of a track's windows.

        A graph that does not know is one that was only taught songs.
        """
        if MUSIC_OUTPUT not in self.graph.outputs:
            return True
        (music,) = self.graph.run([MUSIC_OUTPUT], vectors)
        return bool(music.mean() >= MUSIC_FROM)

    def vectors_to_probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Predict styles, float64 `(n, n_styles)`, each sum 1, of vectors `(n, n_values)`."""
        return np.stack([self.vector_to_probabilities(vector) for vector in vectors])

    def vector_to_probabilities(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Predict styles, float64 `(n_styles,)`, sum 1, of a rhythm vector, `(n_values,)`."""
        return vector_to_probabilities(self.graph, vector, self.manifest.calibration)

    def probabilities_to_outcome(self, probabilities: NDArray[np.float64]) -> Outcome:
        """Call an answer `ambiguous` where fewer than four of five held-out ones were right."""
        return probabilities_to_outcome(probabilities, self.manifest.confident_from)

    def known_answers(self) -> dict[str, NDArray[np.float64]]:
        """Predict the styles of the known window, to be held against the manifest."""
        return graph_to_known_styles(self.graph, self.manifest.calibration)

    def check_arithmetic(self) -> ArithmeticCheck:
        """Compute exactly from now on if this processor gets the known answer wrong.

        Raises `ModelBundleError` if that is wrong too.
        """
        return graphs_to_checked(
            NAME, [self.graph], self.manifest.known_answers, self.known_answers
        )


def vector_to_probabilities(
    graph: OnnxGraph, vector: NDArray[np.float32], calibration: Calibration
) -> NDArray[np.float64]:
    """Compute probabilities of styles, float64 `(n_styles,)`, of a rhythm vector `(n_values,)`."""
    (scores,) = graph.run([SCORES_OUTPUT], vector[None])
    return calibration.scores_to_probabilities(scores[0], WINDOW_S)


def graph_to_known_styles(
    graph: OnnxGraph, calibration: Calibration
) -> dict[str, NDArray[np.float64]]:
    """Compute the known window's probabilities, float64 `(n_styles,)`, under `STYLES_ANSWER`."""
    vector = waveform_to_rhythm_vector(known_window().samples)
    return {STYLES_ANSWER: vector_to_probabilities(graph, vector, calibration)}
