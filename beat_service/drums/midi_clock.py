"""Ticks of a MIDI file → beats, in files that count beats and in those that count film frames.

A film's file says when a stroke sounds, in seconds; its tempo says where the beats are.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from beat_service.drums.midi_file import MidiFile, MidiTrack

DEFAULT_BPM: Final = 120.0  # the standard's tempo for files that set none
MICROSECONDS_PER_MINUTE: Final = 60_000_000
DEFAULT_TEMPO: Final = MICROSECONDS_PER_MINUTE / DEFAULT_BPM
A_SECOND_BPM: Final = 60.0  # at which a beat lasts a second

Clock = Callable[[int], float]


def ticks_to_beats(file: MidiFile, track: MidiTrack, said_bpm: float | None) -> Clock:
    """Make what tells the beat of a tick of `track`.

    Without a tempo in a file that counts seconds, it is `said_bpm` or a beat a second.
    """
    if file.ticks_per_beat is not None:
        per_beat = file.ticks_per_beat
        return lambda ticks: ticks / per_beat
    per_s = float(file.ticks_per_s or 1)
    tempi = sorted(track.tempi, key=lambda change: change[0])
    if not tempi:
        per_minute = per_s * 60 / (said_bpm or A_SECOND_BPM)
        return lambda ticks: ticks / per_minute
    places = np.array([0, *(ticks for ticks, _ in tempi)]) / per_s
    beats_per_s = 1e6 / np.array([DEFAULT_TEMPO, *(tempo for _, tempo in tempi)])
    beats = np.concatenate([[0.0], np.cumsum(np.diff(places) * beats_per_s[:-1])])

    def beat(ticks: int) -> float:
        now_s = ticks / per_s
        last = int(np.searchsorted(places, now_s, "right")) - 1
        return float(beats[last] + (now_s - places[last]) * beats_per_s[last])

    return beat
