"""A MIDI file → strokes in beats, its tempo, its meter and its bars.

Notes of the drum channel (10) are mapped to our voices by General MIDI's percussion key map and the
notes that electronic kits add (Roland TD-11: 22 and 26 the hi-hat's edge, 40 and 37 the snare's
rim, 58 the floor tom's rim).
Tempo and meter are those in force for most of the music; strokes keep their beat and bars their
length where either changes on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from beat_service.drums.hits import Hit
from beat_service.drums.meter import Meter, name_to_meter
from beat_service.drums.midi_bars import Bars, in_force, meters_to_bars, tempi_to_bpm
from beat_service.drums.midi_clock import (
    DEFAULT_BPM,
    MICROSECONDS_PER_MINUTE,
    Clock,
    ticks_to_beats,
)
from beat_service.drums.midi_file import MidiTrack, bytes_to_midi_file
from beat_service.drums.pattern import Voice
from beat_service.errors import (
    MidiMeterError,
    MidiTooLongError,
    MidiTooManyStrokesError,
    MidiWithoutDrumsError,
)

DRUM_CHANNEL: Final = 9
LOUDEST_NOTE: Final = 127
MOST_BEATS: Final = 256  # 64 bars of 4/4, 6.4 minutes at the slowest tempo
MOST_STROKES_PER_BEAT: Final = 40  # more than ten drummers play, or any kit needs

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
    """Strokes of a drum file, in time order from its first bar, and what they are counted in.

    `bpm` is None where the file counts seconds and says no tempo.
    """

    hits: tuple[Hit, ...]
    bpm: float | None
    bars: Bars


def bytes_to_midi_beat(
    encoded: bytes,
    said_bpm: float | None = None,
    most_beats: float = MOST_BEATS,
    *,
    said_meter: Meter | None = None,
    on_any_channel: bool = False,
) -> MidiBeat:
    """Read a MIDI file of at most `most_beats` beats.

    `said_bpm` tells where the beats are in a file that counts seconds and says no tempo; without
    it they are a second apart. `said_meter` stands above the file's. With `on_any_channel`, all
    channels count where the drums' is silent.

    Raises children of `BeatError` that say what is wrong.
    """
    file = bytes_to_midi_file(encoded)
    hits: list[Hit] = []
    stretches: list[tuple[float, float]] = []
    meters: list[tuple[float, Meter]] = []
    offset = end = 0.0
    for track in file.tracks:
        clock = ticks_to_beats(file, track, said_bpm)
        found = _track_to_hits(track, clock, on_any_channel=on_any_channel)
        if not found:
            continue
        of_track = [(clock(ticks), meter) for ticks, meter in track.meters]
        if said_meter:
            of_track = [(0.0, said_meter)]
        bars = _checked_bars(of_track, found[-1].beat, clock(track.end_ticks), most_beats)
        stretches += _tempi(track, clock, found)
        meters += [(offset + at, meter) for at, meter in of_track]
        hits += [replace(hit, beat=offset + hit.beat) for hit in found]
        end = offset + clock(track.end_ticks)
        offset += bars.n_beats
    if not hits:
        raise MidiWithoutDrumsError
    most_strokes = most_beats * MOST_STROKES_PER_BEAT
    if len(hits) > most_strokes:
        raise MidiTooManyStrokesError(strokes=len(hits), maximum=most_strokes)
    known = file.ticks_per_beat is not None or any(track.tempi for track in file.tracks)
    bpm = round(tempi_to_bpm(stretches), 3) if known else said_bpm
    bars = _checked_bars(meters, hits[-1].beat, end, most_beats)
    # What was taken before such meters were refused still plays.
    if not on_any_channel and name_to_meter(str(bars.meter)) is None:
        raise MidiMeterError(count=bars.meter.count, unit=bars.meter.unit)
    return MidiBeat(tuple(hits), bpm, bars)


def _checked_bars(
    meters: Sequence[tuple[float, Meter]], last: float, end: float, most_beats: float
) -> Bars:
    """Count the bars. Raises `MidiTooLongError`."""
    bars = meters_to_bars(meters, min(last, most_beats + 1), end)
    if bars.n_beats > most_beats:
        a_bar = bars.meter.beats_per_bar
        raise MidiTooLongError(bars=1 + last // a_bar, maximum=most_beats // a_bar)
    return bars


def _track_to_hits(track: MidiTrack, clock: Clock, *, on_any_channel: bool) -> list[Hit]:
    """List the strokes of a track, in time order."""
    on_drums = [note for note in track.notes if note.channel == DRUM_CHANNEL]
    if on_any_channel and not on_drums:
        on_drums = track.notes
    hits = [
        Hit(clock(note.ticks), NOTE_TO_VOICE[note.pitch], note.velocity / LOUDEST_NOTE)
        for note in on_drums
        if note.pitch in NOTE_TO_VOICE
    ]
    return sorted(hits, key=lambda hit: (hit.beat, hit.voice))


def _tempi(track: MidiTrack, clock: Clock, hits: Sequence[Hit]) -> list[tuple[float, float]]:
    """List the tempi [BPM] in force from first to last stroke, each with its beats."""
    changes = [(clock(ticks), MICROSECONDS_PER_MINUTE / tempo) for ticks, tempo in track.tempi]
    first = hits[0].beat
    return in_force(changes, DEFAULT_BPM, first, max(hits[-1].beat, first + 1))
