"""Strokes of MIDI files, and sound fonts that play them as they are."""

from pathlib import Path

import mido
import numpy as np
import pytest
from needs import needs_sound_font
from unit.training.made_performances import backbeat

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.midi_strokes import (
    LASTS_S,
    Liberties,
    file_to_strokes,
    font_to_kits,
    performance_to_strokes,
    strokes_to_played,
    strokes_to_waveform,
    to_general_midi,
)
from training.playing.sound_fonts import TRAINING_FONT

PIANO, DRUMS = 0, 9


def midi(path: Path, notes: list[tuple[int, int]], tempo: int = 500_000) -> Path:
    """Write notes, each a channel and a pitch, half a second apart at 120 bpm."""
    file = mido.MidiFile()
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=tempo))
    for channel, note in notes:
        track.append(mido.Message("note_on", channel=channel, note=note, velocity=80, time=480))
    file.save(path)
    return path


def test_strokes_of_a_file(tmp_path: Path) -> None:
    """The drum channel alone counts, in seconds of the file's tempo."""
    path = midi(tmp_path / "a.mid", [(DRUMS, 36), (PIANO, 60), (DRUMS, 22)], tempo=1_000_000)
    strokes = file_to_strokes(path)

    assert [1.0, 3.0] == pytest.approx(strokes.times_s.tolist())
    assert [36, 22] == strokes.notes.tolist()
    assert 60 == pytest.approx(strokes.bpm)


def test_a_file_with_drums_on_another_channel(tmp_path: Path) -> None:
    """Where the drum channel is silent every channel counts."""
    path = midi(tmp_path / "a.mid", [(PIANO, 36), (PIANO, 38)])

    assert [36, 38] == file_to_strokes(path).notes.tolist()


def test_notes_of_electronic_kits_become_general_midi_s() -> None:
    """The edge of a hi-hat is a hi-hat; what is no drum stays."""
    strokes = performance_to_strokes(backbeat(4))
    td11 = type(strokes)(strokes.times_s, np.array([22, 26, 58, 99]), strokes.velocities, 120.0)

    assert [42, 46, 41, 99] == to_general_midi(td11).notes.tolist()


def test_played_again() -> None:
    """The same strokes come at another tempo, in order, with velocities that MIDI has."""
    strokes = performance_to_strokes(backbeat(64))
    played = strokes_to_played(strokes, np.random.default_rng(3))

    assert played.length_s == pytest.approx(strokes.length_s * strokes.bpm / played.bpm, abs=0.1)
    assert played.bpm != strokes.bpm
    assert (np.diff(played.times_s) >= 0).all()
    assert 1 <= played.velocities.min() < played.velocities.max() <= 127


def test_no_liberties_leave_all_as_it_is() -> None:
    """Nothing is changed that may not be."""
    strokes = performance_to_strokes(backbeat(8))
    played = strokes_to_played(strokes, np.random.default_rng(3), Liberties(0, 0, 0, 0))

    assert strokes.times_s.tolist() == played.times_s.tolist()
    assert pytest.approx(strokes.velocities) == played.velocities


def test_a_part_starts_anew() -> None:
    """The strokes within a stretch count from its start."""
    part = performance_to_strokes(backbeat(16)).part(2.0, 4.0)

    assert [0.0, 0.5, 1.0, 1.5] == part.times_s.tolist()


@needs_sound_font
def test_a_font_plays_what_it_has() -> None:
    """It lasts as long as the strokes; a note that the font has not is silent."""
    strokes = performance_to_strokes(backbeat(8))
    waveform = strokes_to_waveform(strokes, TRAINING_FONT)
    silent = type(strokes)(strokes.times_s, np.full(8, 3), strokes.velocities, strokes.bpm)

    assert pytest.approx((3.5 + LASTS_S) * SAMPLE_RATE_HZ, abs=1) == len(waveform)
    assert 1 == pytest.approx(np.abs(waveform).max())
    assert np.abs(strokes_to_waveform(silent, TRAINING_FONT)).max() < 0.01


@needs_sound_font
def test_kits_of_a_font() -> None:
    """The standard kit comes first, on the drum channel, and there are others."""
    kits = font_to_kits(TRAINING_FONT)

    assert (DRUMS, 0) == kits[0]
    assert {(DRUMS, 25), (DRUMS, 40)} < set(kits)


def test_another_file_is_no_font(tmp_path: Path) -> None:
    """The refusal names it."""
    (tmp_path / "a.sf2").write_bytes(b"RIFF, but no font")

    with pytest.raises(ValueError, match=r"a\.sf2 is no sound font"):
        font_to_kits(tmp_path / "a.sf2")
