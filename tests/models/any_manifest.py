"""A manifest of a genre model that nobody trained, for tests of what is done with bundles."""

from typing import Any

from music_genre.audio.model_bundle import (
    MANIFEST_FORMAT,
    Manifest,
    SignalConstants,
    bytes_to_sha256,
)


def graph_to_any_manifest(graph: bytes, **fields: Any) -> Manifest:
    """Describe a graph by a manifest that fits this code; `fields` are what a test cares for."""
    plain: dict[str, Any] = {
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
    return Manifest(**plain | fields)
