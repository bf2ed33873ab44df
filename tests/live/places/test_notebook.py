"""A real notebook in a real kernel, as Jupyter runs it."""

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tools.processes import ROOT, clean_environment

DISCO = ROOT / "frontend" / "static" / "examples" / "disco.mp3"
WITHIN_S = 300


@pytest.mark.filterwarnings("ignore:Proactor event loop:RuntimeWarning")
def test_a_song_draws_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cell that ends with a song shows it, and its attributes are at hand in the next."""
    for name in [*os.environ]:
        monkeypatch.delenv(name)
    # No kernels, settings or start-up files of who runs the tests.
    own = ("GENRE_HOME", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR")
    for name, value in clean_environment(**dict.fromkeys(own, str(tmp_path))).items():
        monkeypatch.setenv(name, value)
    cells = [
        f"from music_genre import predict\nsong = predict({str(DISCO)!r})\nsong",
        "print(song.genre, round(song.tempo), len(song.segments))",
        "predict(b'words and words')",
    ]
    v4: Any = nbformat.v4  # which has no types
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])

    NotebookClient(
        notebook, timeout=WITHIN_S, allow_errors=True, resources={"metadata": {"path": tmp_path}}
    ).execute()

    (shown,), (printed,), (error,) = (cell.outputs for cell in notebook.cells)
    assert "disco.mp3: disco (sure)" in shown.data["text/html"]
    assert "HeardSong(name='disco.mp3')" == shown.data["text/plain"]
    assert "disco 124 1\n" == printed.text
    assert ("NotHeardError", True) == (error.ename, "[not_audio]" in error.evalue)
