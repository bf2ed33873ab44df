"""Features for a recipe come from a graph that somebody made; asking for them makes none."""

import os
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from code_walk import file_to_sources
from unit.training.genre.made_recipes import write_mean_backbone

from music_genre.audio.constants import N_MELS
from svm_service import features as svm_features
from svm_service.learnt import N_EMBEDDING
from training.data.dataset import Clip
from training.genre import recipes, vgg19
from training.genre.recipes import (
    FP32_BACKBONE,
    INT8_BACKBONE,
    SVM_FEATURE_SOURCES,
    VGG19_FEATURE_SOURCES,
    VGG19_SOURCES,
    clips_to_labels,
    clips_to_recipes,
    made_backbone,
    vgg19_to_statistics,
)
from training.settings import TrainingSettings
from vgg19_service import features as vgg19_features

RISING = np.linspace(-60, 0, N_MELS * 387, dtype=np.float32).reshape(N_MELS, 387)
CLIPS = [
    Clip("0", "rock", "all", "1", RISING),
    Clip("1", "jazz", "all", "1", np.asarray(-(RISING**2) / 60, np.float32)),
]


@pytest.fixture
def settings(tmp_path: Path) -> TrainingSettings:
    """Make settings with a build folder of their own, and weights that are not there."""
    return TrainingSettings(build_dir=tmp_path / "build", vgg19_weights=tmp_path / "none.npz")


def made_graphs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace what makes backbones by what writes their name, and list what was made."""
    made: list[str] = []

    def save(_: Path, path: Path) -> None:
        made.append(path.name)
        path.write_text(path.name)

    def quantize(fp32: Path, path: Path, _: list[Clip]) -> None:
        made.append(f"{path.name} of {fp32.name}")
        path.write_text(path.name)

    monkeypatch.setattr(vgg19, "save_backbone", save)
    monkeypatch.setattr(recipes, "onnx_to_int8", quantize)
    return made


def test_features_make_no_model(settings: TrainingSettings, tmp_path: Path) -> None:
    """Both recipes have features, by the backbone that was passed in; only these are kept."""
    backbone = write_mean_backbone(tmp_path / "backbone.onnx")

    svm, vgg = clips_to_recipes(CLIPS, settings, backbone)

    assert list(recipes.MODELS) == [svm.name, vgg.name]
    assert (2, 2122 + 2 * N_EMBEDDING) == svm.features.shape
    np.testing.assert_array_equal(vgg.features, vgg.clips_to_features(CLIPS))
    assert vgg.features[0, 0] != vgg.features[1, 0]
    assert {".npy"} == {path.suffix for path in settings.build_dir.iterdir()}


@pytest.mark.parametrize(
    ("module", "sources"),
    [(svm_features, SVM_FEATURE_SOURCES), (vgg19_features, VGG19_FEATURE_SOURCES)],
)
def test_features_depend_on_all_code_that_makes_them(
    module: ModuleType, sources: tuple[Path, ...]
) -> None:
    """The key of the cache covers the features of the service and every file these need."""
    assert file_to_sources(Path(str(module.__file__))) <= set(sources)


def test_eight_bits_depend_on_what_makes_images() -> None:
    """The ranges of the 8-bit graph are measured on images."""
    needed = file_to_sources(Path(vgg19_features.__file__))

    assert {path.name for path in needed} >= {"features.py", "levels.py"}
    assert needed <= set(VGG19_SOURCES[INT8_BACKBONE])


@pytest.mark.parametrize("number", range(len(VGG19_FEATURE_SOURCES)))
def test_changed_code_makes_statistics_afresh(
    settings: TrainingSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Statistics of images that other code has made are not used."""
    backbone = write_mean_backbone(tmp_path / "backbone.onnx")
    first = [vgg19_to_statistics(settings, backbone, CLIPS) for _ in range(2)]
    changed = tmp_path / "changed.py"
    changed.write_bytes(VGG19_FEATURE_SOURCES[number].read_bytes() + b"# changed")
    sources = [*VGG19_FEATURE_SOURCES[:number], changed, *VGG19_FEATURE_SOURCES[number + 1 :]]
    monkeypatch.setattr(
        vgg19, "log_mel_to_image", lambda log_mel: np.zeros_like(log_mel)[..., None]
    )

    np.testing.assert_array_equal(first[0], vgg19_to_statistics(settings, backbone, CLIPS))
    monkeypatch.setattr(recipes, "VGG19_FEATURE_SOURCES", sources)
    assert np.zeros((2, 1)).tolist() == vgg19_to_statistics(settings, backbone, CLIPS).tolist()
    assert np.abs(first[0]).min() > 0
    np.testing.assert_array_equal(first[0], first[1])


def test_missing_backbone_is_not_made_on_the_way(
    settings: TrainingSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for features by a graph that is not there is told so."""
    made = made_graphs(monkeypatch)

    with pytest.raises(FileNotFoundError, match="vgg19-backbone-int8"):
        clips_to_recipes(CLIPS, settings, settings.build_dir / INT8_BACKBONE)

    assert [] == made


def test_backbone_is_made_once(settings: TrainingSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The 8-bit graph is made of the plain one, and neither is made again."""
    made = made_graphs(monkeypatch)

    paths = [made_backbone(CLIPS, settings, INT8_BACKBONE) for _ in range(2)]

    assert [settings.build_dir / INT8_BACKBONE] * 2 == paths
    assert [FP32_BACKBONE, f"{INT8_BACKBONE} of {FP32_BACKBONE}"] == made


def test_backbone_older_than_its_code_is_made_again(
    settings: TrainingSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second older than the newest of its sources is too old; as old as that is not."""
    made = made_graphs(monkeypatch)
    path = made_backbone(CLIPS, settings, FP32_BACKBONE)
    newest = int(max(source.stat().st_mtime for source in VGG19_SOURCES[FP32_BACKBONE])) + 1

    os.utime(path, (newest, newest))
    made_backbone(CLIPS, settings, FP32_BACKBONE)
    assert 1 == len(made)

    os.utime(path, (newest - 2, newest - 2))
    made_backbone(CLIPS, settings, FP32_BACKBONE)
    assert 2 == len(made)


def test_labels_are_places() -> None:
    """A clip's label is the place of its genre."""
    np.testing.assert_array_equal([1, 0], clips_to_labels(CLIPS, ("jazz", "rock")))
