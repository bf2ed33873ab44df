"""Which fonts the report is made with."""

from pathlib import Path

import pytest

from training.playing.drum_bank import FONT_KITS
from training.playing.note_bank import FONTS
from training.playing.sound_fonts import HELD_OUT_FONT
from training.strangers import report as stranger_report
from training.strangers.report import fonts_to_measure


def test_the_font_that_nobody_hears_stands_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Fonts of training come with the notes of those that have instruments."""
    monkeypatch.setattr(stranger_report, "installed", lambda _: True)
    monkeypatch.setattr(stranger_report, "_font_to_notes", lambda font, _: Path(font.name))
    fonts = fonts_to_measure(tmp_path)

    assert [name for name, *_ in FONT_KITS] == [font.name for font in fonts["heard"]]
    assert set(FONTS) == {notes.name for notes in fonts["heard"].values() if notes}
    assert [HELD_OUT_FONT] == list(fonts["unheard"])


def test_fonts_that_are_not_there_are_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without any there is nothing to measure."""
    monkeypatch.setattr(stranger_report, "installed", lambda _: False)

    assert {"heard": {}, "unheard": {}} == fonts_to_measure(tmp_path)
