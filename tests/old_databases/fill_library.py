"""Fill a library of songs by the old code that is on the path: `fill_library.py URL`.

In it are a song, one with a problem and one that is gone, and what the version knew besides: tags
that were written, decisions. Modules are looked for by name, so that types are not those of today.
"""

import importlib
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

PREDICTION = {
    "ensemble": {
        "genre": "jazz",
        "nearest": "jazz",
        "outcome": "confident",
        "probabilities": {"jazz": 0.9, "blues": 0.1},
    }
}
ANALYSIS = {
    "tempo": {"free": False, "bpm": 128.5, "confidence": 0.9},
    "key": {"clear": True, "tonic": "A", "mode": "minor", "camelot": "8A", "open_key": "1m"},
    "energy": {"energy": 0.5},
    "audio": {"duration_s": 200.0},
}
PROBLEM = {"code": "not_audio", "title": "No audio", "status": 415}
EMBEDDING = np.linspace(0, 1, 1706, dtype=np.float32)
MUSIC = Path("/music")


def main(url: str) -> None:
    """Make the database and fill it."""
    found = module("library.finding").Found
    songs = module("library.songs")
    knows_sound = find_spec("genre_cli.library.decisions") is not None
    library = songs.url_to_library(url)
    engine = library.engine if hasattr(library, "engine") else library._engine  # noqa: SLF001  # old code
    more: dict[str, Any] = {"sound_sha256": "d" * 64, "year": 1959} if knows_sound else {}
    heard = module("library.hearing").Heard
    whole = heard("a" * 64, prediction=PREDICTION, analysis=ANALYSIS, embedding=EMBEDDING, **more)
    models = "m" * 64
    song = library.keep(
        found(MUSIC / "So Wåt.mp3", 5_000_000_000, 1_700_000_000_000_000_001), whole, models
    )
    library.keep(found(MUSIC / "notes.mp3", 12, 13), heard("b" * 64, problem=PROBLEM), models)
    library.keep(found(MUSIC / "gone.mp3", 14, 15), heard("c" * 64, analysis=ANALYSIS), models)
    library.mark([bytes(MUSIC / "gone.mp3")], is_gone=True)
    if find_spec("genre_cli.tags") is not None:
        patch = module("tags.patch").Patch("a" * 64, "e" * 64, 100, 200, b"\x00middle\xff")
        module("tags.journal").Journal(engine).note("r" * 32, MUSIC / "So Wåt.mp3", patch, 16)
    if knows_sound:
        module("library.decisions").Decisions(engine).keep(song, "bebop")
    engine.dispose()


def module(name: str) -> Any:
    """Load a module of the old command."""
    return importlib.import_module(f"genre_cli.{name}")


if __name__ == "__main__":
    main(sys.argv[1])
