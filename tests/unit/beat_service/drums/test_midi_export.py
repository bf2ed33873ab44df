"""MIDI files that we write: read back they are the strokes, tempo and meter that went in."""

import pytest
from unit.beat_service.drums.plain_pattern import pattern

from beat_service.drums.hits import Hit, pattern_to_hits
from beat_service.drums.meter import FOUR_FOUR, Meter
from beat_service.drums.midi import NOTE_TO_VOICE, bytes_to_midi_beat
from beat_service.drums.midi_export import (
    BASS_CHANNEL,
    BASS_NOTE,
    BASSES,
    VOICE_TO_NOTE,
    hits_to_midi,
)
from beat_service.drums.midi_file import bytes_to_midi_file
from beat_service.drums.pattern import Pattern, Voice
from beat_service.drums.repertoire import folders_to_repertoire

PATTERNS = {entry.id: entry for style in folders_to_repertoire() for entry in style.patterns}
HEARD_AS = {Voice.BRUSH: Voice.SNARE}  # General MIDI has no brush


def written(entry: Pattern, bars: int = 4) -> bytes:
    """Write bars of a pattern at its tempo."""
    n_beats = bars * entry.beats_per_bar
    hits = pattern_to_hits(entry, bars)
    return hits_to_midi(hits, entry.title, entry.bpm, entry.time_signature, n_beats)


@pytest.mark.parametrize("entry", PATTERNS.values(), ids=PATTERNS)
def test_every_beat_is_read_back(entry: Pattern) -> None:
    """Strokes, tempo, meter and bars of each of our patterns survive."""
    read = bytes_to_midi_beat(written(entry))
    drums = [hit for hit in pattern_to_hits(entry, 4) if hit.voice not in BASSES]
    expected = sorted((round(hit.beat * 480), HEARD_AS.get(hit.voice, hit.voice)) for hit in drums)

    assert expected == sorted((round(hit.beat * 480), hit.voice) for hit in read.hits)
    assert entry.bpm == pytest.approx(read.bpm, abs=0.001)
    assert (entry.meter, 4) == (str(read.bars.meter), read.bars.n_bars)


def test_every_voice_has_its_note() -> None:
    """What is not a bass is a note that our own reader takes for the same voice."""
    assert set(Voice) - BASSES == set(VOICE_TO_NOTE)
    assert all(
        HEARD_AS.get(voice, voice) == NOTE_TO_VOICE[note] for voice, note in VOICE_TO_NOTE.items()
    )


def test_basses_keep_their_tones() -> None:
    """An 808 is a note of a bass on a channel of its own, semitones above C."""
    hits = (Hit(0.0, Voice.KICK, 1.0), Hit(1.0, Voice.BASS_808, 0.5, 7))
    (track,) = bytes_to_midi_file(hits_to_midi(hits, "Bass", 140.0, FOUR_FOUR, 4)).tracks
    bass = [note for note in track.notes if note.channel == BASS_CHANNEL]

    assert [(480, BASS_NOTE + 7, 64)] == [(n.ticks, n.pitch, n.velocity) for n in bass]


def test_the_file_ends_with_its_bars() -> None:
    """A stroke near the end does not make the file longer than the loop, in any meter."""
    hits = (Hit(3.45, Voice.CRASH, 1.0),)
    (track,) = bytes_to_midi_file(hits_to_midi(hits, "End", 120.0, Meter(7, 8), 3.5)).tracks

    assert round(3.5 * 480) == track.end_ticks


def test_names_and_quiet_strokes() -> None:
    """A name may be long and in any script; the quietest stroke is still one."""
    quiet = hits_to_midi((Hit(0.0, Voice.HAT, 0.001),), "é" * 100, 100.0, FOUR_FOUR, 4)
    (track,) = bytes_to_midi_file(quiet).tracks

    assert ("é" * 100).encode() in quiet
    assert [1] == [note.velocity for note in track.notes]


def test_the_same_pattern_is_the_same_file() -> None:
    """Writing has no chance in it."""
    assert written(pattern()) == written(pattern())
