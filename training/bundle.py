"""A trained model → the folder that a service loads: graphs, manifest, model card.

Other files are written beside their place and renamed, so an interrupted run leaves the old ones.
"""

import json
import tempfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from music_genre.audio.model_bundle import MANIFEST_FILE, BundleManifest, bytes_to_sha256

LIBRARIES: Final = ("numpy", "scikit-learn", "keras", "tensorflow", "onnx", "onnxruntime")
CARD: Final = "MODEL_CARD.md"


def write_bundle(
    folder: Path, files: Mapping[str, bytes], manifest: BundleManifest, card: str
) -> None:
    """Replace the graphs, the card and, last of all, the manifest of `folder`.

    What a kill leaves, at any moment: until everything is written beside its place, the old bundle,
    with `*.part` files that no service reads and the next run overwrites; between the renames, new
    graphs under the old manifest, which no service loads, because the hashes do not fit; then the
    new bundle. Where the graphs are the old ones to the bit, the card can be new under the old
    manifest. Raises `ValueError`, and writes nothing, for graphs that `manifest` does not describe.
    """
    if dict(manifest.checksums) != {name: bytes_to_sha256(graph) for name, graph in files.items()}:
        raise ValueError(f"the manifest of {manifest.name} does not describe {', '.join(files)}")
    contents = {
        **files,
        CARD: card.encode(),
        MANIFEST_FILE: manifest.model_dump_json(indent=2).encode() + b"\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        _part_of(folder / name).write_bytes(content)
    for name in contents:
        _part_of(folder / name).replace(folder / name)


def write_measured_bundle(
    folder: Path,
    files: Mapping[str, bytes],
    manifest: BundleManifest,
    folder_to_scores_and_card: Callable[[Path], tuple[dict[str, Any], str]],
) -> None:
    """Measure a bundle in a scratch folder, then replace that in `folder` with figures and card.

    If measuring breaks off, `folder` is as it was.
    """
    with tempfile.TemporaryDirectory() as scratch:
        write_bundle(Path(scratch), files, manifest, card="")
        scores, card = folder_to_scores_and_card(Path(scratch))
    write_bundle(folder, files, manifest.model_copy(update={"scores": scores}), card)


def installed_libraries() -> dict[str, str]:
    """Name the versions of the libraries that a model depends on."""
    return {library: version(library) for library in LIBRARIES}


def replace_file(path: Path, content: bytes) -> None:
    """Write a file all or not at all."""
    part = _part_of(path)
    part.write_bytes(content)
    part.replace(path)


def write_json(path: Path, content: Any) -> None:
    """Write JSON for people: indented as the page's files are, with a final newline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n")


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + ".part")
