"""A folder → the banks of strokes and of notes that training plays, made once, kept there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from training.playing.drum_bank import installed_fonts, kits_to_bank_file
from training.playing.note_bank import font_to_note_file, fonts
from training.playing.performances import random_kits

N_KITS: Final = 45
UNHEARD_NOTES: Final = "0"  # the bank of a font that the pulse network has not heard

NoteFiles = Mapping[str, Path]


def folder_to_bank_file(folder: Path, seed: int) -> Path:
    """Make the drum bank of training once, with the sound fonts that this machine has."""
    path = folder / "drum_bank.npz"
    if not path.exists():
        kits = random_kits(N_KITS, np.random.default_rng(seed))
        kits_to_bank_file(path, kits, installed_fonts())
    return path


def folder_to_note_files(folder: Path) -> dict[str, Path]:
    """Render the notes of every font that is installed, once."""
    files = {}
    for name, font in fonts().items():
        files[name] = folder / f"notes_{name}.npz"
        if not files[name].exists():
            font_to_note_file(font, files[name])
    return files
