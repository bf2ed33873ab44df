"""MIDI files made in the tests: by a library, and byte by byte where no library would write them.

An event is when it comes [ticks] and its bytes; events of the same moment keep their order.
"""

import io
import struct
from collections.abc import Sequence

import mido

TICKS_PER_BEAT = 480
DRUMS = 9


def midi_file(
    notes: Sequence[tuple[float, int, int]], bpm: float | None = 96.0, channel: int = DRUMS
) -> bytes:
    """Make a file of notes (beat, pitch, velocity), in time order."""
    file, track, now = mido.MidiFile(ticks_per_beat=TICKS_PER_BEAT), mido.MidiTrack(), 0
    file.tracks.append(track)
    if bpm:
        track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(bpm)))
    for beat, pitch, velocity in notes:
        ticks = round(beat * TICKS_PER_BEAT)
        track.append(
            mido.Message(
                "note_on", channel=channel, note=pitch, velocity=velocity, time=ticks - now
            )
        )
        now = ticks
    written = io.BytesIO()
    file.save(file=written)
    return written.getvalue()


Event = tuple[int, bytes]


def quantity(number: int) -> bytes:
    """Write a number of variable length."""
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.append(number & 0x7F | 0x80)
    return bytes(reversed(parts))


def chunk(kind: bytes, content: bytes) -> bytes:
    """Make a chunk of a kind."""
    return kind + struct.pack(">I", len(content)) + content


def track_chunk(events: Sequence[Event], end: int | None = None) -> bytes:
    """Make a track that ends with its last event, or at `end`."""
    content, now = b"", 0
    for at, message in sorted(events, key=lambda event: event[0]):
        content += quantity(at - now) + message
        now = at
    content += quantity((end or now) - now)
    return chunk(b"MTrk", content + b"\xff\x2f\x00")


def raw_midi(
    *tracks: Sequence[Event], kind: int | None = None, division: int = TICKS_PER_BEAT
) -> bytes:
    """Make a file of a format, 0 or 1 unless said, of tracks."""
    kind = int(len(tracks) > 1) if kind is None else kind
    head = chunk(b"MThd", struct.pack(">HHH", kind, len(tracks), division))
    return head + b"".join(track_chunk(events) for events in tracks)


def tempo(bpm: float, at_beat: float = 0) -> Event:
    """Make a tempo that holds from a beat on."""
    set_to = round(60_000_000 / bpm).to_bytes(3, "big")
    return round(at_beat * TICKS_PER_BEAT), b"\xff\x51\x03" + set_to


def meter(count: int, unit: int, at_beat: float = 0) -> Event:
    """Make a time signature that holds from a beat on."""
    written = bytes([0xFF, 0x58, 4, count, unit.bit_length() - 1, 24, 8])
    return round(at_beat * TICKS_PER_BEAT), written


def strokes(
    bar: Sequence[tuple[float, int]], bars: int, beats_per_bar: float, channel: int = DRUMS
) -> list[Event]:
    """Play a bar of (beat, pitch) again and again."""
    return [
        (
            round((number * beats_per_bar + beat) * TICKS_PER_BEAT),
            bytes([0x90 | channel, pitch, 90]),
        )
        for number in range(bars)
        for beat, pitch in bar
    ]


def film_file(
    notes: Sequence[tuple[float, int, int]], bpm: float | None = None, frames_per_s: int = 25
) -> bytes:
    """Make a file that counts film frames, forty ticks each, of notes (second, pitch, velocity)."""
    rate = {29: 30_000 / 1001}.get(frames_per_s, frames_per_s)
    events = [(round(at * rate * 40), bytes([0x99, pitch, force])) for at, pitch, force in notes]
    division = (256 - frames_per_s) << 8 | 40
    return raw_midi([*([tempo(bpm)] if bpm else []), *events], division=division)


BACKBEAT = midi_file(
    [(bar * 4 + beat, 36 if beat % 2 == 0 else 38, 100) for bar in range(2) for beat in range(4)]
)
