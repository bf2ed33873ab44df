"""Banks are made once and kept in a folder."""

from pathlib import Path

import numpy as np
import pytest

from training.playing import banks
from training.playing.banks import N_KITS, folder_to_bank_file, folder_to_note_files
from training.playing.performances import random_kits


def test_a_drum_bank_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first call makes it of our kits, random ones and the fonts; the second finds it."""
    made = []

    def make(path: Path, kits: list[object], fonts: list[str]) -> None:
        made.append((len(kits), fonts))
        path.touch()

    monkeypatch.setattr(banks, "kits_to_bank_file", make)
    monkeypatch.setattr(banks, "installed_fonts", lambda: ["a.sf2"])

    first, second = (folder_to_bank_file(tmp_path, 0) for _ in range(2))

    n_known = len(random_kits(0, np.random.default_rng(0)))
    assert [(N_KITS + n_known, ["a.sf2"])] == made
    assert first == second


def test_notes_of_each_font_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every font that is installed has a file of its bank's name."""
    made = []

    def make(font: Path, path: Path) -> None:
        made.append(font.name)
        path.touch()

    monkeypatch.setattr(banks, "font_to_note_file", make)
    monkeypatch.setattr(banks, "fonts", lambda: {"0": Path("a.sf2"), "held_out": Path("b.sf2")})

    folder_to_note_files(tmp_path)
    files = folder_to_note_files(tmp_path)

    assert ["a.sf2", "b.sf2"] == made
    assert {"0": tmp_path / "notes_0.npz", "held_out": tmp_path / "notes_held_out.npz"} == files
