"""What can be wrong with a beat that is asked for or added.

Status and texts of each code are in `music_genre.webapi.messages`.
"""

from music_genre.audio.errors import RefusalError


class BeatError(RefusalError):
    """Root of everything that is wrong with a request for a beat and not with the service."""


class UnknownBeatError(BeatError):
    """No beat has this id."""

    code = "unknown_beat"


class UnknownSongError(BeatError):
    """No song of this digest is remembered with the beat."""

    code = "unknown_song"


class BeatExistsError(BeatError):
    """The same file is in the catalogue already, or the same style and title."""

    code = "beat_exists"


class SameBeatError(BeatExistsError):
    """What is heard in the file is in the catalogue already, as the beat `same_as`."""

    def __init__(self, same_as: str) -> None:
        super().__init__()
        self.same_as = same_as


class BuiltInBeatError(BeatError):
    """One of our own beats was to be changed: it is a pattern, the same in every catalogue."""

    code = "built_in_beat"


class UndecodableMidiError(BeatError):
    """The bytes begin like a MIDI file, but cannot be read as one."""

    code = "undecodable_midi"


class MidiWithoutDrumsError(BeatError):
    """A MIDI file without a stroke that our kits can play."""

    code = "midi_without_drums"


class MidiTooLongError(BeatError):
    """More beats than `MOST_BEATS`; facts: `bars`, `maximum`."""

    code = "midi_too_long"


class MidiMeterError(BeatError):
    """Bars that sixteenths do not fill, or of more than 32 notes; facts: `count`, `unit`."""

    code = "midi_meter_unknown"


class MidiTooManyStrokesError(BeatError):
    """More strokes than any kit is played; facts: `strokes`, `maximum`."""

    code = "midi_too_many_strokes"


class MidiTooLargeError(BeatError):
    """More bytes than a beat can have; facts: `maximum_mb`."""

    code = "too_large"


class MidiTempoError(BeatError):
    """A tempo that no beat is played at; facts: `bpm`, `slowest_bpm`, `fastest_bpm`."""

    code = "midi_tempo_out_of_range"


class TempoOutOfRangeError(BeatError):
    """A recording was asked for too far from its own tempo; facts: `slowest_bpm`, `fastest_bpm`."""

    code = "beat_tempo_out_of_range"


class BeatWithoutMidiError(BeatError):
    """A recording was asked for as MIDI: nobody wrote its strokes down."""

    code = "beat_without_midi"
