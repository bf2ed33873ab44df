"""The command that judges any folder of labelled MIDI by any sound font."""

import json
from pathlib import Path

import mido
import pytest
from needs import needs_sound_font

from training.data.dataset import DatasetError
from training.playing.sound_fonts import TRAINING_FONT
from training.strangers.judge import main


def backbeat(path: Path) -> None:
    """Write eight bars of rock as General MIDI."""
    path.parent.mkdir(parents=True)
    file = mido.MidiFile()
    track = mido.MidiTrack()
    file.tracks.append(track)
    for step in range(64):
        notes = [42, *((36,) if step % 4 == 0 else (38,) if step % 4 == 2 else ())]
        for at, note in enumerate(notes):
            time = 240 if at == 0 and step else 0
            track.append(mido.Message("note_on", channel=9, note=note, velocity=100, time=time))
    file.save(path)


@needs_sound_font
def test_a_folder_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The tables are printed and written down; a style that the model has not is named."""
    backbeat(tmp_path / "Rock" / "a.mid")
    backbeat(tmp_path / "Polka" / "b.mid")
    report = tmp_path / "report.json"
    main(
        ["--midi", str(tmp_path), "--font", str(TRAINING_FONT), "--report", str(report)],
    )
    said = capsys.readouterr()

    assert "| drums alone | 1 of 1 |" in said.out
    assert "left out: 1 of “Polka”" in said.err
    assert {"Rock"} == set(json.loads(report.read_text())["confusion"])


def test_a_font_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The refusal names the font and the package."""
    with pytest.raises(DatasetError, match=r"none\.sf2 or FluidSynth"):
        main(["--midi", str(tmp_path), "--font", str(tmp_path / "none.sf2")])


@needs_sound_font
def test_a_folder_of_other_styles_is_told(tmp_path: Path) -> None:
    """The refusal lists the styles of the model."""
    backbeat(tmp_path / "Polka" / "b.mid")

    with pytest.raises(DatasetError, match="Jazz Swing"):
        main(["--midi", str(tmp_path), "--font", str(TRAINING_FONT)])
