"""A folder with the two small networks → networks that run, or a refusal that says why not.

`manifest.json` says what they were trained with; a service whose signal or features differ must
not start, because the answers would be confident nonsense.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from beat_service.analysis.pulse_model import PULSE_DIR, PulseModel
from beat_service.precompile import compile_once
from music_genre.audio.model_bundle import BundleManifest, folder_to_checked_manifest
from music_genre.audio.onnx_graph import Arithmetic, OnnxGraph

NAME: Final = "analysis"
MANIFEST_FORMAT: Final = 3
TEMPO_FILE: Final = "tempo.onnx"
KEY_FILE: Final = "key.onnx"
INPUT: Final = "rows"  # of the graphs: features of candidates, one row each
ONE_THREAD: Final = 1  # more gain nothing, because a network takes a millisecond
OUTPUT: Final = "scores"

Floats = NDArray[np.float32]


class AnalysisCalibration(BaseModel):
    """How scores become probabilities, and when a key is clear."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tempo_temperature: float
    key_temperature: float
    key_profile_weight: float  # factor of the profile's correlation, added to the network's score
    clear_key_from: float  # [0–1] probability of the first key, from which it is called the key


class AnalysisManifest(BundleManifest):
    """The manifest of a bundle with the tempo and the key network."""

    FORMAT: ClassVar[int] = MANIFEST_FORMAT
    TARGET: ClassVar[str] = "train-tempo-key"
    SETTING: ClassVar[str] = "ANALYSIS_DIR"

    sha256: dict[str, str]  # SHA-256 of each graph, by file name
    calibration: AnalysisCalibration

    @property
    def checksums(self) -> Mapping[str, str]:
        """Name the SHA-256 of both graphs, by file name; empty where the manifest has none."""
        return {name: self.sha256.get(name, "") for name in (TEMPO_FILE, KEY_FILE)}


class Scorer:
    """A network that scores candidates by their features."""

    def __init__(self, file: Path, arithmetic: Arithmetic = "fast") -> None:
        self.graph = OnnxGraph(file, ONE_THREAD, arithmetic)

    def __call__(self, features: Floats) -> Floats:
        """Score candidates, float32 `(n, n_outputs)`, by features, float32 `(n, n_features)`."""
        (scores,) = self.graph.run([OUTPUT], features)
        return scores


@dataclass(frozen=True)
class AnalysisModel:
    """Both networks, the numbers that calibrate them, and which they are; the pulse beside them."""

    tempo: Scorer
    key: Scorer
    manifest: AnalysisManifest
    pulse: PulseModel


def folder_to_analysis_model(folder: Path, pulse_folder: Path = PULSE_DIR) -> AnalysisModel:
    """Load the networks and check them, and what they are given ready. Raises `ModelBundleError`.

    The first process on a machine compiles librosa for half a minute, the others wait for it.
    """
    compile_once()
    manifest = folder_to_checked_manifest(folder, AnalysisManifest, NAME)
    tempo, key = Scorer(folder / TEMPO_FILE), Scorer(folder / KEY_FILE)
    return AnalysisModel(tempo, key, manifest, PulseModel(pulse_folder))
