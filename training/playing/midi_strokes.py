"""A MIDI file's drums → strokes in seconds → what a sound font makes of them, with FluidSynth.

Notes stay what the file says, unlike in `training/playing/sound_fonts.py`: whoever renders a file
of an electronic kit hears nothing where the font has no such note, and so does what is measured.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import mido
import numpy as np
from numpy.typing import NDArray

from beat_service.drums.midi import DRUM_CHANNEL, LOUDEST_NOTE, NOTE_TO_VOICE
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance
from training.playing.sound_fonts import VOICE_TO_NOTE, midi_to_waveform

Floats = NDArray[np.float32]

DRUM_BANK: Final = 128  # where a font keeps its drum kits
FONT_BANKS_END: Final = 120  # programs of banks above it are sound effects
MELODIC_CHANNEL: Final = 0
PRESET_BYTES: Final = 38
TICKS_PER_BEAT: Final = 500  # a tick is a millisecond at the tempo below
TICKS_PER_S: Final = 1000
MICROSECONDS_PER_BEAT: Final = 500_000
HELD_S: Final = 0.1  # how long a key of a drum is down
LASTS_S: Final = 1.0  # what is kept of the last stroke
SILENT: Final = 0.01  # peak of what is too soft to be made louder
SFX_KITS: Final = frozenset({56, 127})  # effects, and another maker's order of the notes


@dataclass(frozen=True)
class Strokes:
    """Strokes of a file in time order: `(n,)` moments [s], MIDI notes and velocities 1–127."""

    times_s: NDArray[np.float64]
    notes: NDArray[np.intp]
    velocities: NDArray[np.float64]
    bpm: float

    @property
    def length_s(self) -> float:
        """Say how long they last [s], from the file's start to the last stroke."""
        return float(self.times_s[-1]) if len(self.times_s) else 0.0

    def part(self, start_s: float, end_s: float) -> "Strokes":
        """Cut out a stretch of the time."""
        inside = (self.times_s >= start_s) & (self.times_s < end_s)
        return replace(
            self,
            times_s=self.times_s[inside] - start_s,
            notes=self.notes[inside],
            velocities=self.velocities[inside],
        )


def file_to_strokes(path: Path) -> Strokes:
    """Read the drum channel's strokes, of every channel where it is silent.

    Raises `OSError` or `ValueError` for what is no MIDI file.
    """
    file = mido.MidiFile(path, clip=True)
    tempi = [
        message.tempo for track in file.tracks for message in track if message.type == "set_tempo"
    ]
    now, found = 0.0, []
    for message in file:
        now += message.time
        if message.type == "note_on" and message.velocity:
            found.append((now, message.note, message.velocity, message.channel))
    drums = [one for one in found if one[3] == DRUM_CHANNEL] or found
    columns = np.array(drums, np.float64).reshape(-1, 4)
    return Strokes(
        columns[:, 0],
        columns[:, 1].astype(np.intp),
        columns[:, 2],
        mido.tempo2bpm(tempi[0] if tempi else MICROSECONDS_PER_BEAT),
    )


def performance_to_strokes(performance: Performance) -> Strokes:
    """Turn what somebody plays into strokes of General MIDI's notes."""
    hits = performance.hits
    return Strokes(
        np.array([hit.beat for hit in hits]) * 60 / performance.bpm,
        np.array([VOICE_TO_NOTE[hit.voice] for hit in hits], np.intp),
        np.array([max(1.0, hit.velocity * LOUDEST_NOTE) for hit in hits]),
        performance.bpm,
    )


def to_general_midi(strokes: Strokes) -> Strokes:
    """Replace notes that only electronic kits have by General MIDI's of the same voice."""
    voices = [NOTE_TO_VOICE.get(int(note)) for note in strokes.notes]
    notes = [
        VOICE_TO_NOTE[voice] if voice else int(note)
        for note, voice in zip(strokes.notes, voices, strict=True)
    ]
    return replace(strokes, notes=np.array(notes, np.intp))


@dataclass(frozen=True)
class Liberties:
    """How far another drummer may stray: shares of the tempo, seconds, and logarithms of levels."""

    tempo: float = 0.08
    timing_s: float = 0.008
    stroke: float = 0.12
    voice: float = 0.25


def strokes_to_played(
    strokes: Strokes, random: np.random.Generator, liberties: Liberties | None = None
) -> Strokes:
    """Play the same again: other tempo, small shifts, strokes and single drums louder or softer."""
    free = liberties or Liberties()
    faster = random.uniform(1 - free.tempo, 1 + free.tempo)
    late_s = random.normal(0, free.timing_s * random.random(), len(strokes.times_s))
    times_s = np.maximum(strokes.times_s / faster + late_s, 0)
    voices = {int(note): random.lognormal(0, free.voice) for note in np.unique(strokes.notes)}
    gains = np.array([voices[int(note)] for note in strokes.notes])
    gains *= random.lognormal(0, free.stroke, len(gains))
    order = np.argsort(times_s, kind="stable")
    return Strokes(
        times_s[order],
        strokes.notes[order],
        np.clip(strokes.velocities * gains, 1, LOUDEST_NOTE)[order],
        strokes.bpm * faster,
    )


@cache
def font_to_kits(font: Path) -> tuple[tuple[int, int], ...]:
    """List channel and program of each drum kit of a sound font (SF2 or SF3), standard kit first.

    A font whose only kit is among its melodies has one. Raises `ValueError` for other files.
    """
    content = font.read_bytes()
    at = content.find(b"phdr")
    if content[:4] != b"RIFF" or at < 0:
        message = f"{font} is no sound font"
        raise ValueError(message)
    (size,) = struct.unpack_from("<I", content, at + 4)
    presets = [
        struct.unpack_from("<HH", content, at + 8 + start + 20)
        for start in range(0, size - PRESET_BYTES, PRESET_BYTES)  # the last one only ends the list
    ]
    programs = sorted(
        program for program, bank in presets if bank == DRUM_BANK and program not in SFX_KITS
    )
    if programs:
        return tuple((DRUM_CHANNEL, program) for program in programs)
    return ((MELODIC_CHANNEL, min(program for program, bank in presets if bank < FONT_BANKS_END)),)


def strokes_to_waveform(
    strokes: Strokes, font: Path, kit: tuple[int, int] | None = None, options: Sequence[str] = ()
) -> Floats:
    """Render by FluidSynth with its room, float32 `(n_samples,)`, mono, 22 050 Hz, peak 1.

    `kit` is one of `font_to_kits`, the first of them if not given.
    """
    channel, program = kit or font_to_kits(font)[0]
    file = _strokes_to_midi(strokes, channel, program)
    waveform = midi_to_waveform(file, font, options)
    waveform = waveform[: round((strokes.length_s + LASTS_S) * SAMPLE_RATE_HZ)]
    return np.asarray(waveform / max(float(np.abs(waveform).max(initial=0)), SILENT), np.float32)


def _strokes_to_midi(strokes: Strokes, channel: int, program: int) -> mido.MidiFile:
    """Write the strokes on one channel; each lets its key go."""
    events = []
    for time_s, note, velocity in zip(
        strokes.times_s, strokes.notes, strokes.velocities, strict=True
    ):
        start = round(time_s * TICKS_PER_S)
        events.append((start, 1, int(note), max(1, round(velocity))))
        events.append((start + round(HELD_S * TICKS_PER_S), 0, int(note), 0))
    file = mido.MidiFile(ticks_per_beat=TICKS_PER_BEAT)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=MICROSECONDS_PER_BEAT))
    track.append(mido.Message("program_change", channel=channel, program=program))
    now = 0
    for ticks, is_on, note, velocity in sorted(events):
        kind = "note_on" if is_on else "note_off"
        track.append(
            mido.Message(kind, channel=channel, note=note, velocity=velocity, time=ticks - now)
        )
        now = ticks
    return file
