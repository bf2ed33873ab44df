"""A folder with a model → its checked manifest, or a refusal that says what does not fit.

A bundle is `model.onnx`, `manifest.json` and `MODEL_CARD.md`. The manifest says what the model was
trained with; when it does not fit this code or the file, the service must not start, because the
answers would be confident nonsense.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from music_genre.audio import constants
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.track import Calibration

MANIFEST_FORMAT: Final = 4  # 4: the SVM has a network and thresholds for what is not music
MODEL_FILE: Final = "model.onnx"
MANIFEST_FILE: Final = "manifest.json"
SCORES_OUTPUT: Final = "scores"  # every exported graph names its output so


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
    TARGET: ClassVar[str]  # the target of make that trains such a model
    SETTING: ClassVar[str]  # that names another folder

    format: int
    name: str
    version: str
    signal: SignalConstants
    trained_on: str
    seed: int
    libraries: dict[str, str]
    known_answers: dict[str, tuple[float, ...]]  # what `known_song` gets in exact arithmetic
    scores: dict[str, Any]

    @property
    @abstractmethod
    def checksums(self) -> Mapping[str, str]:
        """Name the SHA-256 of each file that the bundle must have."""


class Manifest(BundleManifest):
    """Manifest of a single-file classifier."""

    FORMAT: ClassVar[int] = MANIFEST_FORMAT
    TARGET: ClassVar[str] = "train"
    SETTING: ClassVar[str] = "MODEL_DIR"

    sha256: str
    genres: tuple[str, ...]
    temperatures: tuple[tuple[float, float], ...]  # duration [s], temperature; rising durations
    confident_from: float
    trained_splits: tuple[str, ...]

    @property
    def checksums(self) -> Mapping[str, str]:
        """Name the SHA-256 of the one graph."""
        return {MODEL_FILE: self.sha256}

    @property
    def calibration(self) -> Calibration:
        """Give what serving needs to make probabilities of scores."""
        return Calibration(self.temperatures, self.confident_from)


class _Stated(BaseModel):
    """What manifests of every kind and format have, whatever else is in them."""

    format: int
    name: str


AnyManifest = TypeVar("AnyManifest", bound=BundleManifest)


def bytes_to_sha256(content: bytes) -> str:
    """Work out the hash by which a manifest knows a file, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def folder_to_checked_manifest(folder: Path, kind: type[AnyManifest], name: str) -> AnyManifest:
    """Read the manifest of the model `name` and hold it against this code and its files.

    Raises `ModelBundleError`.
    """
    try:
        written = (folder / MANIFEST_FILE).read_bytes()
        _refuse_another(_Stated.model_validate_json(written), name, folder, kind)
        manifest = kind.model_validate_json(written)
        changed = [
            file
            for file, sha256 in manifest.checksums.items()
            if bytes_to_sha256((folder / file).read_bytes()) != sha256
        ]
    except OSError as error:
        raise ModelBundleError(
            f"model file missing: {error.filename}; run `make {kind.TARGET}` or set {kind.SETTING}"
        ) from error
    except ValidationError as error:
        raise ModelBundleError(f"{folder.name}/manifest.json is malformed: {error}") from error
    if changed:
        raise ModelBundleError(
            f"{changed[0]} is not the file that manifest.json describes; retrain"
        )
    if manifest.signal != SignalConstants():
        raise ModelBundleError("the model was trained with other signal constants; retrain")
    return manifest


def _refuse_another(found: _Stated, name: str, folder: Path, kind: type[BundleManifest]) -> None:
    """Say whose folder it is, and of which time, before anything that it lacks is missed."""
    if found.name != name:
        raise ModelBundleError(
            f"{folder} holds the model {found.name}, not {name}; set {kind.SETTING}"
        )
    if found.format != kind.FORMAT:
        version, remedy = (
            ("an earlier", f"train it again with `make {kind.TARGET}`")
            if found.format < kind.FORMAT
            else ("a later", "update this service")
        )
        raise ModelBundleError(
            f"{folder} was made by {version} version (manifest format {found.format}, this one "
            f"reads {kind.FORMAT}); {remedy}, or set {kind.SETTING}"
        )
