"""Bytes of a MIDI file → its notes, tempi and meters, track by track.

It reads what other programs write, not what the standard asks for: a key signature that does not
exist, a text in an odd encoding or an event of the wrong length says nothing of the drums and is
passed over. A file that ends in the middle of a track is refused.
Source: Standard MIDI Files 1.0 (RP-001); a RIFF around it: RP-029.
"""

import struct
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from beat_service.drums.meter import Meter
from beat_service.errors import MidiTooLargeError, UndecodableMidiError
from music_genre.webapi.messages import MEGABYTE

FIRST_BYTES: Final = b"MThd"
RIFF: Final = b"RIFF"
RIFF_KIND: Final = b"RMID"
# A beat has some kilobytes, an hour of drumming 160; of more, reading alone takes seconds.
MOST_BYTES: Final = MEGABYTE
HEADER_BYTES: Final = 6
FILM_FRAMES_PER_S: Final = {
    24: Fraction(24),
    25: Fraction(25),
    29: Fraction(30_000, 1001),  # drop frame
    30: Fraction(30),
}
MOST_QUANTITY_BYTES: Final = 4
STATUS: Final = 0x80  # bytes from here on begin an event
NOTE_ON: Final = 0x90
PROGRAM_CHANGE, CHANNEL_PRESSURE = 0xC0, 0xD0  # the two kinds with one byte of data
SYSTEM_EXCLUSIVE: Final = frozenset({0xF0, 0xF7})
SYSTEM: Final = 0xF0
SYSTEM_DATA_BYTES: Final = {0xF1: 1, 0xF2: 2, 0xF3: 1}  # of system messages; others have none
META: Final = 0xFF
END_OF_TRACK, SET_TEMPO, TIME_SIGNATURE = 0x2F, 0x51, 0x58
TEMPO_BYTES: Final = 3
LARGEST_DATA: Final = 127

SHORTEST_NOTE: Final = 6  # power of two that a meter is counted in: a sixty-fourth


@dataclass(frozen=True, slots=True)  # a file may have hundreds of thousands
class MidiNote:
    """The beginning of a note; `ticks` since the start of its track."""

    ticks: int
    channel: int
    pitch: int
    velocity: int


@dataclass
class MidiTrack:
    """Notes, tempi [µs per beat], meters and the end of a track, each with its ticks."""

    notes: list[MidiNote] = field(default_factory=list)
    tempi: list[tuple[int, int]] = field(default_factory=list)
    meters: list[tuple[int, Meter]] = field(default_factory=list)
    end_ticks: int = 0


@dataclass(frozen=True)
class MidiFile:
    """Tracks that sound one after the other: all in one where the file means them together.

    `ticks_per_beat` is None in a file that counts seconds (`ticks_per_s`), as those for films do.
    """

    tracks: tuple[MidiTrack, ...]
    ticks_per_beat: int | None
    ticks_per_s: Fraction | None


def is_midi(encoded: bytes) -> bool:
    """Tell whether bytes begin like a MIDI file, alone or in a RIFF."""
    in_riff = encoded[:4] == RIFF and encoded[8:12] == RIFF_KIND
    return encoded.startswith(FIRST_BYTES) or in_riff


def bytes_to_midi_file(encoded: bytes) -> MidiFile:
    """Read a file. Raises `UndecodableMidiError`, `MidiTooLargeError`."""
    if len(encoded) > MOST_BYTES:
        raise MidiTooLargeError(maximum_mb=MOST_BYTES / MEGABYTE)
    start = encoded.find(FIRST_BYTES)
    try:
        size, kind, _, division = struct.unpack_from(">IHHH", encoded, start + 4)
    except struct.error as error:
        raise UndecodableMidiError from error
    if start < 0 or size < HEADER_BYTES or not division:
        raise UndecodableMidiError
    tracks = _chunks_to_tracks(encoded, start + 8 + size)
    if kind != 2:  # noqa: PLR2004  # in formats 0 and 1 all tracks sound together
        tracks = [_together(tracks)]
    if division < 1 << 15:
        return MidiFile(tuple(tracks), division, None)
    frames_per_s = FILM_FRAMES_PER_S.get(256 - (division >> 8))
    if frames_per_s is None or not division & 0xFF:
        raise UndecodableMidiError
    return MidiFile(tuple(tracks), None, frames_per_s * (division & 0xFF))


def _chunks_to_tracks(encoded: bytes, place: int) -> list[MidiTrack]:
    """Read the tracks among the chunks from `place` on; others are passed over."""
    tracks = []
    while place + 8 <= len(encoded):
        kind, size = struct.unpack_from(">4sI", encoded, place)
        if kind == b"MTrk":
            reader = _TrackReader(encoded[place + 8 : place + 8 + size])
            tracks.append(reader.track())
            if place + 8 + size > len(encoded) and not reader.has_ended:
                raise UndecodableMidiError
        place += 8 + size
    if not tracks:
        raise UndecodableMidiError
    return tracks


def _together(tracks: list[MidiTrack]) -> MidiTrack:
    """Put tracks that sound at the same time into one."""
    return MidiTrack(
        notes=[note for track in tracks for note in track.notes],
        tempi=[tempo for track in tracks for tempo in track.tempi],
        meters=[meter for track in tracks for meter in track.meters],
        end_ticks=max(track.end_ticks for track in tracks),
    )


class _TrackReader:
    """Reads the events of one track, one after the other."""

    def __init__(self, chunk: bytes) -> None:
        self._chunk = chunk
        self._place = 0
        self._ticks = 0
        self._status = 0
        self._read = MidiTrack()
        self.has_ended = False  # by the event that says so

    def track(self) -> MidiTrack:
        """Read until the track's end. Raises `UndecodableMidiError`."""
        try:
            while self._place < len(self._chunk) and not self.has_ended:
                self._event()
        except IndexError as error:  # the track ends in the middle of an event
            raise UndecodableMidiError from error
        self._read.end_ticks = self._ticks
        return self._read

    def _event(self) -> None:
        """Read an event. Raises `IndexError` where it is cut off."""
        self._ticks += self._quantity()
        status = self._chunk[self._place]
        if status == META:
            self._place += 1
            self._meta()
        elif status in SYSTEM_EXCLUSIVE:
            self._place += 1
            self._skip(self._quantity())
        elif status >= SYSTEM:
            self._skip(1 + SYSTEM_DATA_BYTES.get(status, 0))
        else:
            self._voice(status)

    def _voice(self, status: int) -> None:
        """Read a message of a channel; its status may stand for those that follow it."""
        if status >= STATUS:
            self._status = status
            self._place += 1
        elif not self._status:
            raise UndecodableMidiError
        kind, channel = self._status & 0xF0, self._status & 0x0F
        if kind in {PROGRAM_CHANGE, CHANNEL_PRESSURE}:
            self._skip(1)
            return
        pitch, velocity = (min(self._byte(), LARGEST_DATA) for _ in range(2))
        if kind == NOTE_ON and velocity:
            self._read.notes.append(MidiNote(self._ticks, channel, pitch, velocity))

    def _meta(self) -> None:
        """Read what tells of tempo, meter and the end."""
        kind, size = self._byte(), self._quantity()
        content = self._skip(size)
        if kind == SET_TEMPO and size >= TEMPO_BYTES:
            if tempo := int.from_bytes(content[:TEMPO_BYTES], "big"):
                self._read.tempi.append((self._ticks, tempo))
        elif kind == TIME_SIGNATURE and size > 1:
            count, power = content[:2]
            if count and power <= SHORTEST_NOTE:
                self._read.meters.append((self._ticks, Meter(count, 2**power)))
        self.has_ended = kind == END_OF_TRACK

    def _byte(self) -> int:
        self._place += 1
        return self._chunk[self._place - 1]

    def _skip(self, size: int) -> bytes:
        """Go on by some bytes, and return them. Raises `IndexError` where there are fewer."""
        content = self._chunk[self._place : self._place + size]
        if len(content) < size:
            raise IndexError
        self._place += size
        return content

    def _quantity(self) -> int:
        """Read a number of variable length."""
        number = 0
        for _ in range(MOST_QUANTITY_BYTES):
            byte = self._byte()
            number = number << 7 | byte & LARGEST_DATA
            if byte < STATUS:
                return number
        raise UndecodableMidiError
