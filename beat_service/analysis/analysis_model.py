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

from music_genre.audio.model_bundle import BundleManifest, folder_to_checked_manifest
from music_genre.audio.onnx_graph import Arithmetic, OnnxGraph

NAME: Final = "analysis"
MANIFEST_FORMAT: Final = 3
TEMPO_FILE: Final = "tempo.onnx"
KEY_FILE: Final = "key.onnx"
INPUT: Final = "rows"
ONE_THREAD: Final = 1  # a network takes a millisecond
OUTPUT: Final = "scores"

Floats = NDArray[np.float32]


class AnalysisCalibration(BaseModel):
    """How scores become probabilities, and when a key is clear."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tempo_temperature: float
    key_temperature: float
    key_profile_weight: float  # of the profile's correlation, beside the network's score
    clear_key_from: float  # probability of the first key, 0–1


class AnalysisManifest(BundleManifest):
    """What `manifest.json` holds."""

    FORMAT: ClassVar[int] = MANIFEST_FORMAT
    TARGET: ClassVar[str] = "train-tempo-key"
    SETTING: ClassVar[str] = "ANALYSIS_DIR"

    sha256: dict[str, str]  # by file name
    calibration: AnalysisCalibration

    @property
    def checksums(self) -> Mapping[str, str]:
        """SHA-256 of both graphs."""
        return {name: self.sha256.get(name, "") for name in (TEMPO_FILE, KEY_FILE)}


class Scorer:
    """A network that gives rows, float32 `(n, n_features)`, their scores, `(n, n_outputs)`."""

    def __init__(self, file: Path, arithmetic: Arithmetic = "fast") -> None:
        self.graph = OnnxGraph(file, ONE_THREAD, arithmetic)

    def __call__(self, rows: Floats) -> Floats:
        """Scores, float32 `(n, n_outputs)`."""
        (scores,) = self.graph.run([OUTPUT], rows)
        return scores


@dataclass(frozen=True)
class AnalysisModel:
    """Both networks, the numbers that calibrate them, and which they are."""

    tempo: Scorer
    key: Scorer
    manifest: AnalysisManifest


def folder_to_analysis_model(folder: Path) -> AnalysisModel:
    """Load and check. Raises `ModelBundleError`."""
    manifest = folder_to_checked_manifest(folder, AnalysisManifest, NAME)
    return AnalysisModel(Scorer(folder / TEMPO_FILE), Scorer(folder / KEY_FILE), manifest)
