"""A model's folder is replaced whole, after it was measured, or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from models.any_manifest import graph_to_any_manifest

from beat_service.analysis.analysis_model import (
    MANIFEST_FORMAT,
    AnalysisCalibration,
    AnalysisManifest,
)
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.model_bundle import (
    MODEL_FILE,
    BundleManifest,
    Manifest,
    SignalConstants,
    bytes_to_sha256,
    folder_to_checked_manifest,
)
from training.bundle import (
    CARD,
    installed_libraries,
    write_bundle,
    write_json,
    write_measured_bundle,
)

OLD, NEW = b"the old graph", b"the new graph"


def analysis_manifest(files: dict[str, bytes]) -> AnalysisManifest:
    """Describe two networks that nobody trained."""
    return AnalysisManifest(
        format=MANIFEST_FORMAT,
        name="analysis",
        version="1",
        sha256={name: bytes_to_sha256(graph) for name, graph in files.items()},
        signal=SignalConstants(),
        calibration=AnalysisCalibration(
            tempo_temperature=1, key_temperature=1, key_profile_weight=0, clear_key_from=0.5
        ),
        trained_on="nothing",
        seed=0,
        libraries={},
        known_answers={},
        scores={},
    )


def folder_to_contents(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def break_off_at(monkeypatch: pytest.MonkeyPatch, method: str, number: int) -> None:
    """Make the call of this number of `Path.method`, counted from 0, a kill before it happens."""
    whole: Callable[..., Any] = getattr(Path, method)
    calls = iter(range(number + 1))

    def broken(path: Path, *arguments: Any) -> Any:
        if next(calls) == number:
            raise KeyboardInterrupt
        return whole(path, *arguments)

    monkeypatch.setattr(Path, method, broken)


def test_bundle_is_written_whole(tmp_path: Path) -> None:
    """A written bundle is one that the services accept, and leaves no scratch file."""
    folder = tmp_path / "model"
    manifest = graph_to_any_manifest(NEW, libraries=installed_libraries(), scores={"accuracy": 0.1})

    write_bundle(folder, {MODEL_FILE: NEW}, manifest, "# A card\n")

    assert manifest == folder_to_checked_manifest(folder, Manifest, "svm")
    assert {MODEL_FILE, "manifest.json", CARD} == folder_to_contents(folder).keys()


def test_served_model_stays_until_the_new_one_was_measured(tmp_path: Path) -> None:
    """Measuring that breaks off leaves the old folder to the bit, and had the new model to load."""
    served = tmp_path / "model"
    write_bundle(served, {MODEL_FILE: OLD}, graph_to_any_manifest(OLD), "# The old card\n")
    before = folder_to_contents(served)
    manifest = graph_to_any_manifest(NEW)
    loaded: list[BundleManifest] = []

    def broken_off(scratch: Path) -> tuple[dict[str, Any], str]:
        loaded.append(folder_to_checked_manifest(scratch, Manifest, "svm"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_measured_bundle(served, {MODEL_FILE: NEW}, manifest, broken_off)

    assert [manifest] == loaded
    assert before == folder_to_contents(served)


def test_measured_model_is_served_with_its_figures(tmp_path: Path) -> None:
    """What measuring gives is in the manifest and on the card of what replaces the old model."""
    served = tmp_path / "model"
    write_bundle(served, {MODEL_FILE: OLD}, graph_to_any_manifest(OLD), "# The old card\n")

    write_measured_bundle(
        served,
        {MODEL_FILE: NEW},
        graph_to_any_manifest(NEW),
        lambda _: ({"top1": 0.5}, "# The new card\n"),
    )

    assert {"top1": 0.5} == folder_to_checked_manifest(served, Manifest, "svm").scores
    assert b"# The new card\n" == folder_to_contents(served)[CARD]


@pytest.mark.parametrize("n_written", range(4))
def test_interrupted_writing_leaves_the_old_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_written: int
) -> None:
    """Until the last file lies beside its place, the old files are untouched and load."""
    old = {"tempo.onnx": OLD, "key.onnx": OLD}
    new = {"tempo.onnx": NEW, "key.onnx": NEW}
    write_bundle(tmp_path, old, analysis_manifest(old), "# The old card\n")
    before = folder_to_contents(tmp_path)
    break_off_at(monkeypatch, "write_bytes", n_written)

    with pytest.raises(KeyboardInterrupt):
        write_bundle(tmp_path, new, analysis_manifest(new), "# The new card\n")

    assert before.items() <= folder_to_contents(tmp_path).items()
    assert analysis_manifest(old) == folder_to_checked_manifest(
        tmp_path, AnalysisManifest, "analysis"
    )


@pytest.mark.parametrize("n_renamed", range(1, 4))
def test_mixed_bundle_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_renamed: int
) -> None:
    """Broken off between the renames, no service loads the folder; the next run mends it."""
    old = {"tempo.onnx": OLD, "key.onnx": OLD}
    new = {"tempo.onnx": NEW, "key.onnx": NEW}
    write_bundle(tmp_path, old, analysis_manifest(old), "# The old card\n")

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        break_off_at(patch, "replace", n_renamed)
        write_bundle(tmp_path, new, analysis_manifest(new), "# The new card\n")

    with pytest.raises(ModelBundleError, match="is not the file that"):
        folder_to_checked_manifest(tmp_path, AnalysisManifest, "analysis")
    write_bundle(tmp_path, new, analysis_manifest(new), "# The new card\n")
    assert analysis_manifest(new) == folder_to_checked_manifest(
        tmp_path, AnalysisManifest, "analysis"
    )
    assert {*new, "manifest.json", CARD} == folder_to_contents(tmp_path).keys()


def test_manifest_of_other_graphs_is_not_written(tmp_path: Path) -> None:
    """A bundle that no service would load does not replace one that serves."""
    write_bundle(tmp_path, {MODEL_FILE: OLD}, graph_to_any_manifest(OLD), "# The old card\n")
    before = folder_to_contents(tmp_path)

    with pytest.raises(ValueError, match="manifest of svm does not describe"):
        write_bundle(tmp_path, {MODEL_FILE: NEW}, graph_to_any_manifest(OLD), "# The new card\n")

    assert before == folder_to_contents(tmp_path)


def test_json_is_written_as_the_page_formats_its_own(tmp_path: Path) -> None:
    """A report is indented by two spaces, so the page's formatter leaves `ensemble.json` alone."""
    path = tmp_path / "made" / "ensemble.json"

    write_json(path, {"weights": {"svm": 0.7}})

    assert '{\n  "weights": {\n    "svm": 0.7\n  }\n}\n' == path.read_text()
