"""The beat service beside the real SVM service: down, there, and down again."""

import json
import shutil
from pathlib import Path
from typing import Any

import requests
from live.clients import EXAMPLE, NAMED

from beat_service.styles.style_model import MODEL_DIR
from music_genre.audio.model_bundle import MANIFEST_FILE
from tools.processes import free_port, running_service

SONG = EXAMPLE.read_bytes()


def never_sure(folder: Path) -> Path:
    """Write the style model with a threshold that nothing reaches, so that genres are asked for."""
    shutil.copytree(MODEL_DIR, folder)
    manifest = json.loads((folder / MANIFEST_FILE).read_text())
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest | {"confident_from": 1.0}))
    return folder


def recommend(url: str) -> dict[str, Any]:
    """Return what the beat service recommends for the song."""
    response = requests.post(f"{url}/recommend", files={"file": SONG}, timeout=60)
    assert 200 == response.status_code
    return dict(response.json())


def test_the_svm_service_comes_and_goes(tmp_path: Path) -> None:
    """The SVM's genre is in the answer while it runs; before and after, the rhythm answers."""
    svm_port = str(free_port())
    settings = {
        "GENRE_URL": f"http://127.0.0.1:{svm_port}",
        "STYLE_DIR": str(never_sure(tmp_path / "styles")),
        "GENRE_TIMEOUT_S": "30",  # a busy machine shall not make the SVM look absent
    }
    with running_service("beat_service", tmp_path, **settings) as beat:
        before = [recommend(beat.url), recommend(beat.url)]
        with running_service("svm_service", tmp_path, PORT=svm_port) as svm:
            during = recommend(beat.url)
            genres = requests.post(f"{svm.url}/v1/predict", files={"file": SONG}, timeout=60).json()
        after = recommend(beat.url)

    assert [None] * 3 == [body["prior"] for body in (*before, after)]
    assert before[0]["recommended_beat"] == after["recommended_beat"]
    assert NAMED == genres["genre"]
    assert during["prior"].pop("effect") in {"agreed", "decided"}
    assert {
        "genre": NAMED,
        "probability": genres["probabilities"][NAMED],
        "from": genres["model"]["name"],
        "used_for": ["style"],
    } == during["prior"]
    lines = [line for line in beat.log.read_text().splitlines() if "genre service" in line]
    assert 2 == len([line for line in lines if "not_ready" in line]), lines
    assert "Traceback" not in beat.log.read_text()
