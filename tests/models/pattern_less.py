"""The shipped style model without what it knows of our patterns."""

import json
import shutil
from pathlib import Path

import onnx

from beat_service.styles.style_model import MODEL_DIR
from music_genre.audio.model_bundle import MANIFEST_FILE, MODEL_FILE, bytes_to_sha256


def write_pattern_less_model(folder: Path) -> Path:
    """Write a copy of the model whose graph names no patterns; its manifest fits it."""
    shutil.copytree(MODEL_DIR, folder, dirs_exist_ok=True)
    model = onnx.load(folder / MODEL_FILE)
    del model.metadata_props[:]
    onnx.save(model, folder / MODEL_FILE)
    manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    manifest["sha256"] = bytes_to_sha256((folder / MODEL_FILE).read_bytes())
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    return folder
