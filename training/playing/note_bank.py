"""General MIDI fonts → single notes of melodic instruments, to accompany training's beats with.

As the bank of drums (`training/playing/drum_bank.py`), it falls into parts that share no font. The
font that is measured on has a bank of its own.
"""

from functools import cache
from pathlib import Path
from typing import Final

import mido
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.sound_fonts import FOLDER, HELD_OUT_FONT, installed, midi_to_waveform

Floats = NDArray[np.float32]
Notes = dict[int, dict[int, Floats]]  # samples by program, then by MIDI pitch

NOTE_S: Final = 3.0
HELD: Final = 0.95  # [share of a note] how long the key is down
EVERY_SEMITONES: Final = 4
VELOCITY: Final = 100
TICKS_PER_NOTE: Final = 1000
SILENT: Final = 1e-4
QUIET: Final = 1e-3  # [share of a note's peak] what is below at its end is cut
BASSES: Final = (32, 33, 34, 35, 38, 39)
OTHERS: Final = (
    *(0, 4, 6, 7, 11, 16, 17, 21, 22, 24, 25, 26, 27, 28, 29, 30),
    *(40, 42, 46, 48, 50, 52, 53, 56, 60, 61, 65, 66, 68, 71, 73, 80, 81, 88, 89),
)
LOW_PITCHES: Final = range(28, 60, EVERY_SEMITONES)
PITCHES: Final = range(44, 88, EVERY_SEMITONES)
# A font for each part of the bank.
FONTS: Final = ("TimGM6mb.sf2", "sf_GMbank.sf2", "OPL-3_FM_128M.sf2")
HELD_OUT: Final = "held_out"


def fonts() -> dict[str, Path]:
    """Name of each bank that can be made here, with its font; the parts' names are numbers."""
    named = {str(part): FOLDER / name for part, name in enumerate(FONTS)}
    named[HELD_OUT] = HELD_OUT_FONT
    return {name: font for name, font in named.items() if installed(font)}


def font_to_note_file(font: Path, path: Path) -> None:
    """Render every note of every instrument into one file."""
    arrays = {}
    for program in tqdm((*BASSES, *OTHERS), desc=f"notes of {font.stem}", mininterval=20):
        pitches = LOW_PITCHES if program in BASSES else PITCHES
        waveform = midi_to_waveform(_scale_to_midi(program, pitches), font)
        length = round(NOTE_S * SAMPLE_RATE_HZ)
        notes = [waveform[at * length : (at + 1) * length] for at in range(len(pitches))]
        loudest = max(float(np.abs(note).max(initial=0.0)) for note in notes)
        if loudest > SILENT:
            for pitch, note in zip(pitches, notes, strict=True):
                arrays[f"{program}/{pitch}"] = _trimmed(note / loudest).astype(np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type]  # numpy's stub takes no mapping
    part.replace(path)


@cache
def file_to_notes(path: Path) -> Notes:
    """Load the notes of a bank; keep them, because every example needs them."""
    notes: Notes = {}
    with np.load(path) as arrays:
        for key in arrays.files:
            program, pitch = key.split("/")
            notes.setdefault(int(program), {})[int(pitch)] = arrays[key].astype(np.float32)
    return notes


def _scale_to_midi(program: int, pitches: range) -> mido.MidiFile:
    """One note after the other."""
    file = mido.MidiFile(ticks_per_beat=TICKS_PER_NOTE)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=round(NOTE_S * 1e6)))
    track.append(mido.Message("program_change", program=program))
    held = round(TICKS_PER_NOTE * HELD)
    for pitch in pitches:
        track.append(mido.Message("note_on", note=pitch, velocity=VELOCITY))
        track.append(mido.Message("note_off", note=pitch, time=held))
        track.append(mido.Message("note_on", note=pitch, velocity=0, time=TICKS_PER_NOTE - held))
    return file


def _trimmed(note: Floats) -> Floats:
    """Without the quiet end."""
    loud = np.flatnonzero(np.abs(note) > QUIET)
    return note[: loud[-1] + 1] if len(loud) else note[:1]


def pitch_to_note(notes: dict[int, Floats], pitch: int, n_samples: int) -> Floats:
    """Shift the nearest note of an instrument to any pitch, at most `n_samples` long."""
    nearest = min(notes, key=lambda known: abs(known - pitch))
    ratio = 2 ** ((pitch - nearest) / 12)
    note = notes[nearest]
    places = np.arange(0, min(len(note) - 1, n_samples * ratio), ratio)
    return np.asarray(np.interp(places, np.arange(len(note)), note), np.float32)
