"""Bytes of a MIDI file → strokes in beats, its tempo and its bars.

Notes of the drum channel (10), or of every channel where that one is silent, are mapped to our
voices by General MIDI's percussion key map and the notes that electronic kits add (Roland TD-11:
22 and 26 the hi-hat's edge, 40 and 37 the snare's rim, 58 the floor tom's rim).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import mido

from beat_service.drums.hits import Hit
from beat_service.drums.pattern import BEATS_PER_BAR, Voice
from beat_service.errors import MidiTooLongError, MidiWithoutDrumsError, UndecodableMidiError

FIRST_BYTES: Final = b"MThd"
DRUM_CHANNEL: Final = 9
LOUDEST_NOTE: Final = 127
DEFAULT_BPM: Final = 120.0  # the standard's tempo for files that set none
MICROSECONDS_PER_MINUTE: Final = 60_000_000
MOST_BARS: Final = 64  # [bars] 6.4 minutes at the slowest tempo
EARLY_BEATS: Final = 0.25  # [beats] before a bar, from which a stroke belongs to its first beat

_V = Voice
NOTE_TO_VOICE: Final[dict[int, Voice]] = {
    **dict.fromkeys((35, 36), _V.KICK),
    **dict.fromkeys((38, 40), _V.SNARE),
    **dict.fromkeys((31, 37), _V.RIM),
    39: _V.CLAP,
    **dict.fromkeys((22, 42), _V.HAT),
    44: _V.PEDAL_HAT,
    **dict.fromkeys((26, 46), _V.OPEN_HAT),
    **dict.fromkeys((51, 59), _V.RIDE),
    53: _V.RIDE_BELL,
    **dict.fromkeys((49, 52, 55, 57), _V.CRASH),
    **dict.fromkeys((41, 43, 58), _V.TOM_LOW),
    **dict.fromkeys((45, 47), _V.TOM_MID),
    **dict.fromkeys((48, 50), _V.TOM_HIGH),
    **dict.fromkeys((64, 61), _V.CONGA_LOW),
    **dict.fromkeys((63, 60), _V.CONGA_HIGH),
    62: _V.CONGA_SLAP,
    **dict.fromkeys((69, 70, 82), _V.SHAKER),
    54: _V.TAMBOURINE,
    **dict.fromkeys((56, 67, 68), _V.COWBELL),
    **dict.fromkeys((75, 76, 77), _V.CLAVES),
}


@dataclass(frozen=True)
class MidiBeat:
    """Strokes of a drum file, in time order from its first bar, its tempo [BPM] and its length."""

    hits: tuple[Hit, ...]
    bpm: float
    bars: int


def bytes_to_midi_beat(encoded: bytes, most_bars: int = MOST_BARS) -> MidiBeat:
    """Read a MIDI file of at most `most_bars` bars.

    Raises children of `BeatError` that say what is wrong.
    """
    try:
        file = mido.MidiFile(file=io.BytesIO(encoded), clip=True)
    except (OSError, EOFError, ValueError, IndexError, KeyError, LookupError, TypeError) as error:
        raise UndecodableMidiError from error  # what mido raises on damaged files
    if not file.ticks_per_beat or file.ticks_per_beat < 0:
        raise UndecodableMidiError  # divisions of film frames have no beats
    notes = list(_notes(file))
    on_drums = [note for note in notes if note.channel == DRUM_CHANNEL] or notes
    hits = [
        Hit(note.beat, NOTE_TO_VOICE[note.pitch], note.velocity / LOUDEST_NOTE)
        for note in on_drums
        if note.pitch in NOTE_TO_VOICE
    ]
    if not hits:
        raise MidiWithoutDrumsError
    hits.sort(key=lambda hit: (hit.beat, hit.voice))
    bars = max(1, int(-(-(hits[-1].beat + EARLY_BEATS) // BEATS_PER_BAR)))
    if bars > most_bars:
        raise MidiTooLongError(bars=bars, maximum=most_bars)
    return MidiBeat(tuple(hits), _first_tempo(file), bars)


@dataclass(frozen=True)
class _Note:
    beat: float
    channel: int
    pitch: int
    velocity: int


def _notes(file: mido.MidiFile) -> Iterator[_Note]:
    """List every beginning of a note, of all tracks."""
    for track in file.tracks:
        ticks = 0
        for message in track:
            ticks += message.time
            if message.type == "note_on" and message.velocity:
                beat = ticks / file.ticks_per_beat
                yield _Note(beat, message.channel, message.note, message.velocity)


def _first_tempo(file: mido.MidiFile) -> float:
    """Read the first tempo that the file sets [BPM]; beats keep their place if it changes later."""
    for track in file.tracks:
        for message in track:
            if message.type == "set_tempo" and message.tempo:
                return round(MICROSECONDS_PER_MINUTE / float(message.tempo), 3)
    return DEFAULT_BPM
