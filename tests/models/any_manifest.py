"""A manifest of a genre model that nobody trained, for tests of what is done with bundles."""

from collections.abc import Mapping
from typing import Any

from music_genre.audio.model_bundle import (
    MANIFEST_FORMAT,
    MODEL_FILE,
    Manifest,
    SignalConstants,
    bytes_to_sha256,
)
from svm_service.learnt import LEARNT_FILE
from svm_service.manifest import SvmManifest


def graph_to_any_manifest(graph: bytes, **fields: Any) -> Manifest:
    """Describe a graph by a manifest that fits this code; `fields` are what a test cares for."""
    return Manifest(**_plain(graph) | fields)


def graphs_to_any_svm_manifest(files: Mapping[str, bytes], **fields: Any) -> SvmManifest:
    """Describe the SVM's graph and its network, by file, in the same way."""
    learnt = {
        "learnt_sha256": bytes_to_sha256(files[LEARNT_FILE]),
        "music_from": 0.5,
        "foreign_from": 2.0,
    }
    return SvmManifest(**_plain(files[MODEL_FILE]) | learnt | fields)


def _plain(graph: bytes) -> dict[str, Any]:
    return {
        "format": MANIFEST_FORMAT,
        "name": "svm",
        "version": "1",
        "sha256": bytes_to_sha256(graph),
        "genres": ("forró", "techno house"),
        "signal": SignalConstants(),
        "temperatures": ((3.0, 0.6), (30.0, 0.5)),
        "confident_from": 0.6,
        "trained_on": "nothing",
        "trained_splits": ("train",),
        "seed": 0,
        "libraries": {},
        "known_answers": {"genres": (0.5, 0.5)},
        "scores": {},
    }
