"""A folder with a model → a session that runs it, or a refusal that says what does not fit.

A bundle is `model.onnx`, `manifest.json` and `MODEL_CARD.md`. The manifest says what the model was
trained with; when it does not fit this code or the file, the service must not start, because the
answers would be confident nonsense.
"""

import hashlib
from pathlib import Path
from typing import Any, Final

import onnxruntime
from pydantic import BaseModel, ConfigDict, ValidationError

from audio import constants
from audio.track import Calibration

MANIFEST_FORMAT: Final = 1


class ModelBundleError(Exception):
    """The bundle cannot be served; the message says why and what to do."""


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


class Manifest(BaseModel):
    """What `manifest.json` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    name: str
    version: str
    sha256: str
    genres: tuple[str, ...]
    signal: SignalConstants
    temperature: float
    confident_from: float
    trained_on: str
    seed: int
    libraries: dict[str, str]
    scores: dict[str, Any]

    @property
    def calibration(self) -> Calibration:
        """The two numbers that serving needs."""
        return Calibration(self.temperature, self.confident_from)


class ModelBundle:
    """A checked manifest and the running ONNX session that belongs to it."""

    def __init__(self, manifest: Manifest, session: onnxruntime.InferenceSession) -> None:
        self.manifest = manifest
        self.session = session


def folder_to_bundle(folder: Path, onnx_threads: int) -> ModelBundle:
    """Check the bundle in `folder` and load it. Raises `ModelBundleError`."""
    manifest = folder_to_manifest(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = onnx_threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        folder / "model.onnx", options, providers=["CPUExecutionProvider"]
    )
    return ModelBundle(manifest, session)


def folder_to_manifest(folder: Path) -> Manifest:
    """Read the manifest and hold it against this code and the model file."""
    try:
        manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
        sha256 = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    except OSError as error:
        raise ModelBundleError(
            f"model file missing: {error.filename}; run `make train` or set MODEL_DIR"
        ) from error
    except ValidationError as error:
        raise ModelBundleError(f"{folder.name}/manifest.json is malformed: {error}") from error
    if manifest.format != MANIFEST_FORMAT:
        raise ModelBundleError(
            f"manifest format {manifest.format}, this code reads {MANIFEST_FORMAT}; retrain"
        )
    if manifest.sha256 != sha256:
        raise ModelBundleError("model.onnx is not the file that manifest.json describes; retrain")
    if manifest.signal != SignalConstants():
        raise ModelBundleError("the model was trained with other signal constants; retrain")
    return manifest
