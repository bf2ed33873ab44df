"""A trained model → the folder that a service loads: graph, manifest, model card.

Each file is written beside its place and renamed, so an interrupted run leaves the old model whole.
"""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from music_genre.audio.model_bundle import (
    MANIFEST_FILE,
    MANIFEST_FORMAT,
    MODEL_FILE,
    Manifest,
    SignalConstants,
)

LIBRARIES = ("numpy", "scikit-learn", "keras", "tensorflow", "onnx", "onnxruntime")
CARD = "MODEL_CARD.md"


def write_bundle(  # noqa: PLR0913  # a manifest has this many independent parts
    folder: Path,
    graph_path: Path,
    *,
    name: str,
    model_version: str,
    genres: tuple[str, ...],
    temperatures: dict[float, float],
    confident_from: float,
    seed: int,
    trained_on: str,
    trained_splits: tuple[str, ...],
    known_answers: dict[str, tuple[float, ...]],
    scores: dict[str, Any],
    card: str,
) -> Manifest:
    """Put graph, manifest and card into `folder`."""
    graph = graph_path.read_bytes()
    manifest = Manifest(
        format=MANIFEST_FORMAT,
        name=name,
        version=model_version,
        sha256=hashlib.sha256(graph).hexdigest(),
        genres=genres,
        signal=SignalConstants(),
        temperatures=tuple(sorted(temperatures.items())),
        confident_from=confident_from,
        trained_on=trained_on,
        trained_splits=trained_splits,
        seed=seed,
        libraries={library: version(library) for library in LIBRARIES},
        known_answers=known_answers,
        scores=scores,
    )
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / MODEL_FILE, graph)
    replace_file(folder / MANIFEST_FILE, manifest.model_dump_json(indent=2).encode() + b"\n")
    replace_file(folder / CARD, card.encode())
    return manifest


def replace_file(path: Path, content: bytes) -> None:
    """Write a file all or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


def write_json(path: Path, content: Any) -> None:
    """Write JSON for people: indented, with a final newline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n")
