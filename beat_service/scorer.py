"""A folder with the two small networks → networks that run, or a refusal that says why not.

`manifest.json` says what they were trained with; a service whose signal or features differ must
not start, because the answers would be confident nonsense.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from audio.errors import ModelBundleError
from audio.model_bundle import SignalConstants
from audio.onnx_session import file_to_session

MANIFEST_FORMAT: Final = 1
MANIFEST_FILE: Final = "manifest.json"
TEMPO_FILE: Final = "tempo.onnx"
KEY_FILE: Final = "key.onnx"
INPUT: Final = "rows"
OUTPUT: Final = "scores"

Floats = NDArray[np.float32]


class AnalysisCalibration(BaseModel):
    """How scores become probabilities, and when a key is clear."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tempo_temperature: float
    key_temperature: float
    clear_key_from: float  # probability of the first key, 0–1


class AnalysisManifest(BaseModel):
    """What `manifest.json` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    name: str
    version: str
    sha256: dict[str, str]  # by file name
    signal: SignalConstants
    calibration: AnalysisCalibration
    trained_on: str
    seed: int
    libraries: dict[str, str]
    scores: dict[str, Any]


class Scorer:
    """A network that gives rows, float32 `(n, n_features)`, their scores, `(n, n_outputs)`."""

    def __init__(self, file: Path) -> None:
        self._session = file_to_session(file, 1)  # it takes a millisecond

    def __call__(self, rows: Floats) -> Floats:
        """Scores, float32 `(n, n_outputs)`."""
        (scores,) = self._session.run([OUTPUT], {INPUT: rows})
        return np.asarray(scores, np.float32)


@dataclass(frozen=True)
class AnalysisModel:
    """Both networks, the numbers that calibrate them, and which they are."""

    tempo: Scorer
    key: Scorer
    manifest: AnalysisManifest


def folder_to_analysis_model(folder: Path) -> AnalysisModel:
    """Load and check. Raises `ModelBundleError`."""
    manifest = folder_to_manifest(folder)
    return AnalysisModel(Scorer(folder / TEMPO_FILE), Scorer(folder / KEY_FILE), manifest)


def folder_to_manifest(folder: Path) -> AnalysisManifest:
    """Read the manifest and hold it against this code and the files. Raises `ModelBundleError`."""
    try:
        manifest = AnalysisManifest.model_validate_json((folder / MANIFEST_FILE).read_bytes())
        found = {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in (TEMPO_FILE, KEY_FILE)
        }
    except OSError as error:
        raise ModelBundleError(
            f"model file missing: {error.filename}; run `make train-beats` or set ANALYSIS_DIR"
        ) from error
    except ValidationError as error:
        raise ModelBundleError(f"{folder.name}/manifest.json is malformed: {error}") from error
    if manifest.format != MANIFEST_FORMAT:
        raise ModelBundleError(
            f"manifest format {manifest.format}, this code reads {MANIFEST_FORMAT}; retrain"
        )
    if manifest.sha256 != found:
        raise ModelBundleError("the networks are not those that manifest.json describes; retrain")
    if manifest.signal != SignalConstants():
        raise ModelBundleError("the networks were trained with other signal constants; retrain")
    return manifest
