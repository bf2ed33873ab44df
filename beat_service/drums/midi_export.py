"""Strokes in beats → a standard MIDI file with tempo and time signature, for music programs.

Format 0. Drums are on channel 10, by General MIDI's percussion key map; the two voices that are
basses, which it lacks, are notes of a synth bass on channel 2. `midi.bytes_to_midi_beat` reads the
drums back.
"""

import struct
from collections.abc import Iterable, Sequence
from typing import Final

from beat_service.drums.hits import Hit
from beat_service.drums.meter import Meter
from beat_service.drums.midi import DRUM_CHANNEL, LOUDEST_NOTE
from beat_service.drums.midi_clock import MICROSECONDS_PER_MINUTE
from beat_service.drums.midi_file import (
    END_OF_TRACK,
    FIRST_BYTES,
    META,
    NOTE_ON,
    PROGRAM_CHANGE,
    SET_TEMPO,
    TEMPO_BYTES,
    TIME_SIGNATURE,
)
from beat_service.drums.pattern import Voice

TICKS_PER_BEAT: Final = 480  # thirds, sixths and swung sixteenths have their place
NOTE_OFF: Final = 0x80
NOTE_TICKS: Final = TICKS_PER_BEAT // 8
TRACK_NAME: Final = 0x03
CLOCKS_PER_CLICK, THIRTY_SECONDS_PER_BEAT = 24, 8
BASS_CHANNEL: Final = 1
SYNTH_BASS: Final = 38  # General MIDI's program, counted from 0
BASS_NOTE: Final = 36  # C2
BASSES: Final = frozenset({Voice.BASS_808, Voice.LOG_DRUM})

VOICE_TO_NOTE: Final[dict[Voice, int]] = {
    Voice.KICK: 36,
    Voice.SNARE: 38,
    Voice.BRUSH: 40,
    Voice.CLAP: 39,
    Voice.RIM: 37,
    Voice.HAT: 42,
    Voice.PEDAL_HAT: 44,
    Voice.OPEN_HAT: 46,
    Voice.RIDE: 51,
    Voice.RIDE_BELL: 53,
    Voice.CRASH: 49,
    Voice.TOM_LOW: 41,
    Voice.TOM_MID: 47,
    Voice.TOM_HIGH: 50,
    Voice.CONGA_LOW: 64,
    Voice.CONGA_HIGH: 63,
    Voice.CONGA_SLAP: 62,
    Voice.SHAKER: 70,
    Voice.TAMBOURINE: 54,
    Voice.COWBELL: 56,
    Voice.CLAVES: 75,
}

_Event = tuple[int, bytes]  # ticks since the start, and the event


def hits_to_midi(hits: Sequence[Hit], name: str, bpm: float, meter: Meter, n_beats: float) -> bytes:
    """Write strokes as a MIDI file of `n_beats` beats at `bpm` in `meter`, called `name`."""
    end = round(n_beats * TICKS_PER_BEAT)
    head = [
        (0, _meta(TRACK_NAME, name.encode())),
        (0, _meta(SET_TEMPO, round(MICROSECONDS_PER_MINUTE / bpm).to_bytes(TEMPO_BYTES, "big"))),
        (0, _meta(TIME_SIGNATURE, _time_signature(meter))),
        (0, bytes([PROGRAM_CHANGE | BASS_CHANNEL, SYNTH_BASS])),
    ]
    notes = sorted(event for hit in hits for event in _hit_to_events(hit, end))
    track = _events_to_bytes([*head, *notes, (end, _meta(END_OF_TRACK, b""))])
    header = struct.pack(">4sLHHH", FIRST_BYTES, 6, 0, 1, TICKS_PER_BEAT)
    return header + b"MTrk" + len(track).to_bytes(4, "big") + track


def _time_signature(meter: Meter) -> bytes:
    """Write a meter: its count, and which power of two its unit is."""
    power = meter.unit.bit_length() - 1
    return bytes([meter.count, power, CLOCKS_PER_CLICK, THIRTY_SECONDS_PER_BEAT])


def _hit_to_events(hit: Hit, end: int) -> list[_Event]:
    """Begin and end a note, by the end of the file at the latest."""
    is_bass = hit.voice in BASSES
    channel = BASS_CHANNEL if is_bass else DRUM_CHANNEL
    note = BASS_NOTE + hit.semitones if is_bass else VOICE_TO_NOTE[hit.voice]
    start = round(hit.beat * TICKS_PER_BEAT)
    velocity = max(1, round(hit.velocity * LOUDEST_NOTE))
    return [
        (start, bytes([NOTE_ON | channel, note, velocity])),
        (min(start + NOTE_TICKS, end), bytes([NOTE_OFF | channel, note, 0])),
    ]


def _events_to_bytes(events: Iterable[_Event]) -> bytes:
    """Write events in time order, each after the ticks since the last."""
    written, now = b"", 0
    for at, event in events:
        written += _quantity(at - now) + event
        now = at
    return written


def _meta(kind: int, content: bytes) -> bytes:
    """Write an event about the file."""
    return bytes([META, kind]) + _quantity(len(content)) + content


def _quantity(number: int) -> bytes:
    """Write a number in groups of seven bits, all but the last with the eighth bit set."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))
