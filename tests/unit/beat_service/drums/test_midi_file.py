"""MIDI files as other programs write them, byte by byte."""

import struct

import pytest
from midi_files import BACKBEAT, TICKS_PER_BEAT, chunk, meter, raw_midi, tempo, track_chunk

from beat_service.drums.meter import Meter
from beat_service.drums.midi_file import MOST_BYTES, bytes_to_midi_file, is_midi
from beat_service.errors import MidiTooLargeError, UndecodableMidiError

KICK = b"\x99\x24\x64"
HEAD = chunk(b"MThd", struct.pack(">HHH", 0, 1, TICKS_PER_BEAT))


def notes_of(*events: tuple[int, bytes]) -> list[tuple[int, int, int]]:
    """Read ticks, pitch and velocity of a file's notes."""
    (track,) = bytes_to_midi_file(raw_midi(events)).tracks
    return [(note.ticks, note.pitch, note.velocity) for note in track.notes]


def test_notes_tempi_and_meters_have_their_ticks() -> None:
    """Each comes with when it is, and the track with its end."""
    (track,) = bytes_to_midi_file(raw_midi([tempo(90, 1), meter(7, 8), (960, KICK)])).tracks

    assert [(480, 666_667)] == track.tempi
    assert [(0, Meter(7, 8))] == track.meters
    assert [(960, 9, 36, 100)] == [
        (note.ticks, note.channel, note.pitch, note.velocity) for note in track.notes
    ]
    assert 960 == track.end_ticks


@pytest.mark.parametrize(
    "odd",
    [
        b"\xff\x59\x02\x09\x05",  # nine sharps, mode 5
        b"\xff\x59\x00",
        b"\xff\x51\x01\x09",  # a tempo of one byte
        b"\xff\x51\x03\x00\x00\x00",
        b"\xff\x58\x00",
        b"\xff\x58\x04\x00\x02\x18\x08",  # no beats
        b"\xff\x58\x04\x04\xff\x18\x08",  # of a note that does not exist
        b"\xff\x54\x01\x00",
        b"\xff\x03\x03\xff\xfe\x80",  # a name in no encoding
        b"\xff\x7f\x81\x00" + bytes(128),
        b"\xf0\x05\x7e\x7f\x09\x01\xf7",
        b"\xf7\x01\xf8",
        b"\xf8",
        b"\xf2\x01\x02",
        b"\xc9\x10",
        b"\xd9\x10",
        b"\xe9\x00\x40",
        b"\xb9\x07\x64",
    ],
)
def test_what_says_nothing_of_drums_is_passed_over(odd: bytes) -> None:
    """The strokes around it are where they were, and no tempo or meter comes of it."""
    (track,) = bytes_to_midi_file(raw_midi([(0, KICK), (10, odd), (480, KICK)])).tracks

    assert [0, 480] == [note.ticks for note in track.notes]
    assert [] == [*track.tempi, *track.meters]


def test_a_status_stands_for_what_follows() -> None:
    """Running status holds over a text too, as many programs write it."""
    text = b"\xff\x01\x02hi"

    assert [(0, 36, 100), (240, 38, 90), (480, 42, 80)] == notes_of(
        (0, KICK), (240, b"\x26\x5a"), (240, text), (480, b"\x2a\x50")
    )


def test_a_note_that_is_let_go_is_no_stroke() -> None:
    """Neither velocity 0 nor "note off" begins one; a velocity past 127 is 127."""
    assert [(0, 36, 127)] == notes_of(
        (0, b"\x99\x24\xff"), (10, b"\x99\x24\x00"), (20, b"\x89\x24\x40")
    )


def test_tracks_sound_together_or_one_after_the_other() -> None:
    """Formats 0 and 1 are one piece, format 2 as many as there are tracks."""
    for kind, n_pieces in ((0, 1), (1, 1), (2, 2)):
        file = bytes_to_midi_file(raw_midi([(0, KICK)], [(480, KICK)], kind=kind))
        assert n_pieces == len(file.tracks)
        assert 2 == sum(len(track.notes) for track in file.tracks)


@pytest.mark.parametrize(
    ("division", "ticks_per_s"), [(0xE728, 1000), (0xE804, 96), (0xE250, 2400), (0xE328, 1198.8)]
)
def test_film_frames(division: int, ticks_per_s: float) -> None:
    """25, 24 and 30 frames a second, and 29.97 that are called 29."""
    file = bytes_to_midi_file(raw_midi([(0, KICK)], division=division))
    assert file.ticks_per_s is not None

    assert file.ticks_per_beat is None
    assert pytest.approx(ticks_per_s, rel=1e-4) == float(file.ticks_per_s)


@pytest.mark.parametrize(
    "around",
    [
        HEAD + chunk(b"XFIH", b"more") + track_chunk([(0, KICK)]),
        chunk(b"MThd", struct.pack(">HHH", 0, 1, 480) + b"more") + track_chunk([(0, KICK)]),
        HEAD + track_chunk([(0, KICK)]) + b"rubbish",
        HEAD + chunk(b"MTrk", b"\x00" + KICK),  # no end
        HEAD + b"MTrk\x7f\xff\xff\xff\x00" + KICK + b"\x00\xff\x2f\x00",  # a length that is none
        b"RIFF\x30\x00\x00\x00RMIDdata\x24\x00\x00\x00" + HEAD + track_chunk([(0, KICK)]),
    ],
)
def test_odd_surroundings(around: bytes) -> None:
    """Unknown chunks, a longer header, bytes behind, a missing end and a RIFF change nothing."""
    (track,) = bytes_to_midi_file(around).tracks

    assert is_midi(around)
    assert [0] == [note.ticks for note in track.notes]


@pytest.mark.parametrize(
    "damaged",
    [
        b"MThd",
        b"MThd" + bytes(40),
        HEAD,
        BACKBEAT[:20],
        BACKBEAT[:-9],
        HEAD + chunk(b"MTrk", b"\x00\x24\x64"),  # data without a status
        HEAD + chunk(b"MTrk", b"\xff\xff\xff\xff\xff\x00" + KICK),  # a number without end
        HEAD + chunk(b"MTrk", b"\x00\xff\x51\x03\x07"),  # ends within an event
        HEAD + b"MTrk\x7f\xff\xff\xff\x00" + KICK,  # cut off between events
        raw_midi([(0, KICK)], division=0xE700),
        raw_midi([(0, KICK)], division=0x9928),
        raw_midi([(0, KICK)], division=0),
    ],
)
def test_damaged_files_are_refused(damaged: bytes) -> None:
    """A file that ends early or makes no sense is called undecodable."""
    with pytest.raises(UndecodableMidiError):
        bytes_to_midi_file(damaged)


def test_every_cut_is_refused_or_read() -> None:
    """Wherever a file ends, it is an answer and no other error."""
    for end in range(4, len(BACKBEAT)):
        try:
            assert bytes_to_midi_file(BACKBEAT[:end]).tracks
        except UndecodableMidiError:
            continue


def test_the_largest_file() -> None:
    """The limit is in MB; one byte more is too large."""
    longest = BACKBEAT + bytes(MOST_BYTES - len(BACKBEAT))

    assert bytes_to_midi_file(longest).tracks
    with pytest.raises(MidiTooLargeError):
        bytes_to_midi_file(longest + b"\x00")


@pytest.mark.parametrize("other", [b"", b"RIFF\x00\x00\x00\x00WAVE", b"fLaC", b"MTrk"])
def test_what_is_no_midi(other: bytes) -> None:
    """Audio and fragments are not taken for it."""
    assert not is_midi(other)
