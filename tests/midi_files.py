"""MIDI files made in the tests."""

import io
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


BACKBEAT = midi_file(
    [(bar * 4 + beat, 36 if beat % 2 == 0 else 38, 100) for bar in range(2) for beat in range(4)]
)
