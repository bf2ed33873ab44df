"""Notes of melodic instruments, from sound fonts."""

from pathlib import Path

import numpy as np
import pytest
from needs import needs_sound_font

from training.playing import note_bank
from training.playing.note_bank import file_to_notes, font_to_note_file, fonts
from training.playing.sound_fonts import HELD_OUT_FONT, TRAINING_FONT


@needs_sound_font
def test_a_font_gives_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pitch of the instruments sounds at once; a bass has lower ones."""
    monkeypatch.setattr(note_bank, "BASSES", (33,))
    monkeypatch.setattr(note_bank, "OTHERS", (0,))
    font_to_note_file(TRAINING_FONT, tmp_path / "notes.npz")
    notes = file_to_notes(tmp_path / "notes.npz")

    assert {33, 0} == set(notes)
    assert min(notes[33]) < min(notes[0])
    for note in (*notes[33].values(), *notes[0].values()):
        assert 0.05 < np.abs(note[:4000]).max() <= 1.01
    assert notes is file_to_notes(tmp_path / "notes.npz")


def test_the_measured_font_is_no_part() -> None:
    """What is measured on is not what is trained on."""
    parts = {name: font for name, font in fonts().items() if name != note_bank.HELD_OUT}

    assert HELD_OUT_FONT not in parts.values()
    assert set(parts) <= {"0", "1", "2"}
