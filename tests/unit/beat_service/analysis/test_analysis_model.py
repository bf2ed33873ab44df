"""Tempo and key networks that do not fit their code or manifest are refused, with the reason."""

import json
import shutil
from pathlib import Path

import pytest

from beat_service.analysis.analysis_model import KEY_FILE, TEMPO_FILE, folder_to_analysis_model
from beat_service.settings import ANALYSIS_DIR
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.model_bundle import MANIFEST_FILE


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Copy the real networks, so that they can be spoilt."""
    return Path(shutil.copytree(ANALYSIS_DIR, tmp_path / "analysis"))


def test_real_networks_are_accepted(bundle: Path) -> None:
    """The committed networks fit this code."""
    assert "analysis" == folder_to_analysis_model(bundle).manifest.name


@pytest.mark.parametrize("name", [TEMPO_FILE, KEY_FILE])
def test_other_file(bundle: Path, name: str) -> None:
    """Either network that was changed is refused by its name."""
    with (bundle / name).open("ab") as graph:
        graph.write(b"\0")

    with pytest.raises(ModelBundleError, match=f"{name} is not the file"):
        folder_to_analysis_model(bundle)


@pytest.mark.parametrize("name", [TEMPO_FILE, KEY_FILE, MANIFEST_FILE])
def test_missing_file(bundle: Path, name: str) -> None:
    """A missing file is named, and what to do is said."""
    (bundle / name).unlink()

    with pytest.raises(
        ModelBundleError, match=f"{name}; run `make train-tempo-key` or set ANALYSIS"
    ):
        folder_to_analysis_model(bundle)


def test_network_that_the_manifest_leaves_out(bundle: Path) -> None:
    """A manifest that says nothing of a network does not vouch for it."""
    path = bundle / MANIFEST_FILE
    manifest = json.loads(path.read_text())
    del manifest["sha256"][KEY_FILE]
    path.write_text(json.dumps(manifest))

    with pytest.raises(ModelBundleError, match=f"{KEY_FILE} is not the file"):
        folder_to_analysis_model(bundle)


def test_networks_of_another_name(bundle: Path) -> None:
    """Networks that are for something else are refused by both names, with the setting."""
    path = bundle / MANIFEST_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | {"name": "loudness"}))

    with pytest.raises(
        ModelBundleError, match="holds the model loudness, not analysis; set ANALYSIS_DIR"
    ):
        folder_to_analysis_model(bundle)
