"""Where the data is and where results go, from the environment."""

from pathlib import Path
from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT: Final = Path(__file__).parent.parent
REPORTS: Final = Path(__file__).parent / "reports"
PICTURES: Final = ROOT / "docs" / "images"
MODEL_DIRS: Final = {
    "svm": ROOT / "svm_service" / "model",
    "vgg19": ROOT / "vgg19_service" / "model",
}


class TrainingSettings(BaseSettings):
    """What training can be told."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    gtzan_dir: Path = Field(Path("data/gtzan"), description="GTZAN, in either of its layouts.")
    vgg19_weights: Path = Field(
        Path("data/vgg19_imagenet_conv.npz"), description="ImageNet VGG19; fetched if missing."
    )
    build_dir: Path = Field(ROOT / "build", description="Scratch files that can be made again.")
