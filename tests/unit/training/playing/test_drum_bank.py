"""Strokes of our kits and of sound fonts, rendered once."""

from pathlib import Path

import numpy as np
import pytest
from needs import needs_sound_font

from beat_service.drums.kits import KITS
from beat_service.drums.pattern import Voice
from training.playing.drum_bank import (
    FONT_KITS,
    LAYERS,
    BankKit,
    file_to_bank,
    kits_to_bank_file,
    velocity_to_stroke,
)
from training.playing.sound_fonts import FOLDER, HELD_OUT_FONT, TRAINING_FONT

Bank = tuple[BankKit, ...]


def test_a_bank_has_every_voice_of_our_kits(bank: Bank) -> None:
    """Our kits play all voices, in parts of the bank of their own."""
    assert [set(Voice), set(Voice)] == [set(kit.strokes) for kit in bank]
    assert [(0, False), (1, False)] == [(kit.part, kit.from_font) for kit in bank]


@needs_sound_font
def test_a_font_gives_all_its_kits(tmp_path: Path) -> None:
    """Eight kits of one font, with kick, snare and hats that grow louder with velocity."""
    kits_to_bank_file(tmp_path / "bank.npz", [], [TRAINING_FONT.name])
    kits = file_to_bank(tmp_path / "bank.npz")

    assert 8 == len(kits)
    for kit in kits:
        assert kit.from_font
        for voice in (Voice.KICK, Voice.SNARE, Voice.HAT):
            peaks = [float(np.abs(layer).max()) for layer in kit.strokes[voice]]
            assert sorted(peaks) == peaks
            assert len(LAYERS) == len(peaks)


def test_the_held_out_font_is_not_in_the_bank() -> None:
    """What is measured on is not what is trained on."""
    assert HELD_OUT_FONT not in {FOLDER / name for name, *_ in FONT_KITS}


def test_softer_strokes_are_softer() -> None:
    """One layer is turned down; of several, the nearest above is taken and turned down to it."""
    soft, loud = np.full(3, 0.2, np.float32), np.ones(3, np.float32)

    assert velocity_to_stroke([loud], 0.25)[1] == pytest.approx(0.125)
    stroke, gain = velocity_to_stroke([soft, loud, loud], LAYERS[0] / 127)
    assert soft is stroke
    assert gain == pytest.approx(1)


def test_a_bank_is_read_once(tmp_path: Path) -> None:
    """A second look at the same file costs nothing."""
    kits_to_bank_file(tmp_path / "bank.npz", [KITS["machine"]])

    assert file_to_bank(tmp_path / "bank.npz") is file_to_bank(tmp_path / "bank.npz")
