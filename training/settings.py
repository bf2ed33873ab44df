"""Where the data is and where results go, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from frontend.ensemble import ENSEMBLE_FILE
from svm_service.learnt import LEARNT_FILE

ROOT: Final = Path(__file__).parent.parent
REPORTS: Final = Path(__file__).parent / "reports"
PICTURES: Final = ROOT / "docs" / "images"
MODEL_DIRS: Final = {
    "svm": ROOT / "svm_service" / "model",
    "vgg19": ROOT / "vgg19_service" / "model",
}

NETWORK: Final = MODEL_DIRS["svm"] / LEARNT_FILE  # `make train-sounds` makes it


@dataclass(frozen=True)
class Outputs:
    """Where a run of training puts what it makes."""

    model_dirs: Mapping[str, Path]
    report: Path
    ensemble: Path
    quantization: Path | None = None  # None where the data has no parts to compare on, as GTZAN has
    stored_map: Path | None = None  # only GTZAN has clips without audio


SOUNDS_REPORT: Final = REPORTS / "sounds.json"
STORED_MAP: Final = ROOT / "training" / "musicnn" / "stored_map.npz"
SERVICE_OUTPUTS: Final = Outputs(
    MODEL_DIRS, REPORTS / "folds.json", ENSEMBLE_FILE, REPORTS / "quantization.json", STORED_MAP
)


def folder_to_outputs(folder: Path) -> Outputs:
    """Put everything under one folder: `svm/`, `vgg19/`, `ensemble.json`, `report.json`."""
    model_dirs = {name: folder / name for name in MODEL_DIRS}
    return Outputs(model_dirs, folder / "report.json", folder / "ensemble.json")


class TrainingSettings(BaseSettings):
    """What training can be told."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    gtzan_dir: Path = Field(Path("data/gtzan"), description="GTZAN, in either of its layouts.")
    groove_dir: Path = Field(Path("data/groove"), description="Groove MIDI Dataset 1.0.0.")
    vgg19_weights: Path = Field(
        Path("data/vgg19_imagenet_conv.npz"), description="ImageNet VGG19; fetched if missing."
    )
    musicnn_wheel: Path = Field(
        Path("data/musicnn-0.1.0-py3-none-any.whl"),
        description="Wheel of musicnn 0.1.0, for `make train-sounds` alone.",
    )
    build_dir: Path = Field(ROOT / "build", description="Scratch files that can be made again.")
