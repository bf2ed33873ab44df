"""What the SVM's manifest says beside every genre model's."""

from pathlib import Path

import pytest
from models.any_manifest import graphs_to_any_svm_manifest

from music_genre.audio.errors import ModelBundleError
from music_genre.audio.evidence import SoundThresholds
from music_genre.audio.model_bundle import (
    MANIFEST_FILE,
    MODEL_FILE,
    bytes_to_sha256,
    folder_to_checked_manifest,
)
from svm_service.learnt import FOREIGN_WORDS, LEARNT_FILE
from svm_service.manifest import SvmManifest
from training.bundle import write_bundle

FILES = {MODEL_FILE: b"a graph", LEARNT_FILE: b"a network"}


def test_both_files_are_described() -> None:
    """The SVM's graph and the network's each have their checksum."""
    checksums = graphs_to_any_svm_manifest(FILES).checksums

    assert {name: bytes_to_sha256(content) for name, content in FILES.items()} == checksums


def test_thresholds_are_those_of_the_manifest() -> None:
    """Serving takes them as they stand."""
    manifest = graphs_to_any_svm_manifest(FILES, music_from=0.25, foreign_from=0.75)

    assert SoundThresholds(0.25, 0.75, FOREIGN_WORDS) == manifest.thresholds


def test_words_are_foreign_only_where_music_can_be() -> None:
    """A model of somebody's own genres, to which nothing is foreign, may have learnt house."""
    manifest = graphs_to_any_svm_manifest(FILES, music_from=0.25, foreign_from=2.0)

    assert SoundThresholds(0.25, 2.0) == manifest.thresholds


def test_file_round_trip(tmp_path: Path) -> None:
    """What is written is read again, with every figure."""
    manifest = graphs_to_any_svm_manifest(FILES, known_answers={"genres": (1.0,), "kinds": (0.5,)})
    write_bundle(tmp_path, FILES, manifest, card="")

    assert manifest == folder_to_checked_manifest(tmp_path, SvmManifest, "svm")


@pytest.mark.parametrize("file", list(FILES))
def test_another_file_is_refused(tmp_path: Path, file: str) -> None:
    """A graph or a network that the manifest does not describe is not served."""
    write_bundle(tmp_path, FILES, graphs_to_any_svm_manifest(FILES), card="")
    (tmp_path / file).write_bytes(b"another")

    with pytest.raises(ModelBundleError, match=f"{file} is not the file that manifest.json"):
        folder_to_checked_manifest(tmp_path, SvmManifest, "svm")


@pytest.mark.parametrize("field", ["learnt_sha256", "music_from", "foreign_from"])
def test_manifest_of_an_svm_without_a_network_is_refused(tmp_path: Path, field: str) -> None:
    """A manifest of before, without what the network needs, is refused by the field's name."""
    manifest = graphs_to_any_svm_manifest(FILES)
    write_bundle(tmp_path, FILES, manifest, card="")
    (tmp_path / MANIFEST_FILE).write_text(manifest.model_dump_json(exclude={field}))

    with pytest.raises(ModelBundleError, match=field):
        folder_to_checked_manifest(tmp_path, SvmManifest, "svm")
