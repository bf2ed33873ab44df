"""MIDI → strokes."""

import pytest
from midi_files import BACKBEAT, midi_file

from beat_service.drums.midi import MOST_BARS, bytes_to_midi_beat
from beat_service.drums.pattern import Voice
from beat_service.errors import MidiTooLongError, MidiWithoutDrumsError, UndecodableMidiError


def test_strokes_tempo_and_bars() -> None:
    """A backbeat of two bars at 96 BPM is read as that."""
    midi = bytes_to_midi_beat(BACKBEAT)

    assert (96.0, 2) == (midi.bpm, midi.bars)
    assert [Voice.KICK, Voice.SNARE] * 4 == [hit.voice for hit in midi.hits]
    assert list(range(8)) == [hit.beat for hit in midi.hits]
    assert pytest.approx(100 / 127) == midi.hits[0].velocity


@pytest.mark.parametrize(
    ("pitch", "voice"), [(22, Voice.HAT), (26, Voice.OPEN_HAT), (58, Voice.TOM_LOW)]
)
def test_electronic_kits_are_understood(pitch: int, voice: Voice) -> None:
    """Notes that Roland's kits add to General MIDI have their voices."""
    assert voice == bytes_to_midi_beat(midi_file([(0, pitch, 90)])).hits[0].voice


def test_other_channels_count_where_the_drum_channel_is_silent() -> None:
    """Many programs export drums on channel 1."""
    assert 1 == len(bytes_to_midi_beat(midi_file([(0, 36, 90)], channel=0)).hits)


def test_without_a_tempo_it_is_120() -> None:
    """That is what the standard says."""
    assert 120 == bytes_to_midi_beat(midi_file([(0, 36, 90)], bpm=None)).bpm


def test_a_stroke_just_before_the_bar_is_the_next_bars() -> None:
    """Somebody who plays the last one early has not recorded one bar less."""
    assert 2 == bytes_to_midi_beat(midi_file([(0, 36, 90), (3.9, 36, 90)])).bars
    assert 1 == bytes_to_midi_beat(midi_file([(0, 36, 90), (3.7, 36, 90)])).bars


@pytest.mark.parametrize("damaged", [BACKBEAT[:20], b"MThd", b"MThd" + bytes(40), BACKBEAT[:-9]])
def test_damaged_files_are_refused(damaged: bytes) -> None:
    """A file that ends early or makes no sense is called undecodable."""
    with pytest.raises(UndecodableMidiError):
        bytes_to_midi_beat(damaged)


def test_a_melody_is_no_beat() -> None:
    """Without a stroke that our kits have, there is nothing to play."""
    with pytest.raises(MidiWithoutDrumsError):
        bytes_to_midi_beat(midi_file([(0, 100, 90)], channel=0))


def test_the_longest_file() -> None:
    """The limit counts bars: exactly that many pass, one more does not."""
    last = MOST_BARS * 4
    assert MOST_BARS == bytes_to_midi_beat(midi_file([(last - 1, 36, 90)])).bars
    with pytest.raises(MidiTooLongError):
        bytes_to_midi_beat(midi_file([(last, 36, 90)]))
