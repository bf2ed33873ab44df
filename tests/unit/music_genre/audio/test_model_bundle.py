"""A model that does not fit its code or its manifest is refused, with the reason."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from music_genre.audio.errors import ModelBundleError
from music_genre.audio.model_bundle import (
    MANIFEST_FILE,
    MANIFEST_FORMAT,
    MODEL_FILE,
    folder_to_checked_manifest,
)
from svm_service.manifest import SvmManifest

SVM_DIR = Path(__file__).parents[4] / "svm_service" / "model"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Copy the real SVM, to be spoilt."""
    return Path(shutil.copytree(SVM_DIR, tmp_path / "model"))


def spoil(bundle: Path, **changes: Any) -> None:
    """Change values of the manifest."""
    path = bundle / MANIFEST_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_real_bundle_is_accepted(bundle: Path) -> None:
    """The manifest of the committed model fits this code and its file."""
    assert "svm" == folder_to_checked_manifest(bundle, SvmManifest, "svm").name


def test_other_file(bundle: Path) -> None:
    """A model file that was changed is refused."""
    with (bundle / MODEL_FILE).open("ab") as graph:
        graph.write(b"\0")

    with pytest.raises(ModelBundleError, match=r"model\.onnx is not the file"):
        folder_to_checked_manifest(bundle, SvmManifest, "svm")


@pytest.mark.parametrize("name", [MODEL_FILE, MANIFEST_FILE])
def test_missing_file(bundle: Path, name: str) -> None:
    """A missing file is named, and what to do is said."""
    (bundle / name).unlink()

    with pytest.raises(ModelBundleError, match=f"{name}; run `make train` or set MODEL_DIR"):
        folder_to_checked_manifest(bundle, SvmManifest, "svm")


def test_model_of_another_service(bundle: Path) -> None:
    """A model that another service is for is refused by both names."""
    spoil(bundle, name="vgg19")

    with pytest.raises(ModelBundleError, match="holds the model vgg19, not svm; set MODEL_DIR"):
        folder_to_checked_manifest(bundle, SvmManifest, "svm")


def test_other_signal(bundle: Path) -> None:
    """A model trained at another rate is refused."""
    signal = json.loads((bundle / MANIFEST_FILE).read_text())["signal"]
    spoil(bundle, signal=signal | {"sample_rate_hz": 16_000})

    with pytest.raises(ModelBundleError, match="other signal constants"):
        folder_to_checked_manifest(bundle, SvmManifest, "svm")


@pytest.mark.parametrize(
    "changes", [{"format": "new"}, {"name": None}, {"genres": 3}, {"surprise": True}]
)
def test_malformed_manifest(bundle: Path, changes: dict[str, Any]) -> None:
    """A manifest of this format with other keys or values is refused."""
    spoil(bundle, **changes)

    with pytest.raises(ModelBundleError, match=r"manifest\.json is malformed"):
        folder_to_checked_manifest(bundle, SvmManifest, "svm")


def test_bundle_of_an_earlier_version(bundle: Path) -> None:
    """A bundle that lacks what came later is refused for its age, and its owner trains again."""
    written = json.loads((bundle / MANIFEST_FILE).read_text()) | {"format": MANIFEST_FORMAT - 1}
    later = {"learnt_sha256", "music_from", "foreign_from"}
    old = {key: value for key, value in written.items() if key not in later}
    (bundle / MANIFEST_FILE).write_text(json.dumps(old))

    with pytest.raises(
        ModelBundleError, match=r"made by an earlier version .* train it again with `make train`"
    ):
        folder_to_checked_manifest(bundle, SvmManifest, "svm")


def test_bundle_of_a_later_version(bundle: Path) -> None:
    """Training again with this code would lose what a later version can; the service is older."""
    spoil(bundle, format=MANIFEST_FORMAT + 1)

    with pytest.raises(ModelBundleError, match=r"made by a later version .* update this service"):
        folder_to_checked_manifest(bundle, SvmManifest, "svm")
