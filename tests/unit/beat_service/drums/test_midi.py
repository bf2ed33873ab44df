"""MIDI → strokes."""

import pytest
from midi_files import BACKBEAT, film_file, meter, midi_file, raw_midi, strokes, tempo

from beat_service.drums.meter import Meter
from beat_service.drums.midi import MOST_BEATS, MOST_STROKES_PER_BEAT, bytes_to_midi_beat
from beat_service.drums.midi_bars import Bars
from beat_service.drums.pattern import Voice
from beat_service.errors import (
    MidiMeterError,
    MidiTooLongError,
    MidiTooManyStrokesError,
    MidiWithoutDrumsError,
    UndecodableMidiError,
)

KICK = b"\x99\x24\x64"
METERS = [(2, 4), (3, 4), (5, 4), (6, 4), (5, 8), (6, 8), (7, 8), (9, 8), (12, 8), (7, 16), (2, 2)]


def eighths(beats_per_bar: float) -> list[tuple[float, int]]:
    """Play a kick on one and hats on every eighth of a bar."""
    return [(0.0, 36), *((n / 2, 42) for n in range(int(2 * beats_per_bar)))]


def test_strokes_tempo_and_bars() -> None:
    """A backbeat of two bars at 96 BPM is read as that."""
    midi = bytes_to_midi_beat(BACKBEAT)

    assert (96.0, Bars(Meter(4, 4), 2, 8.0)) == (midi.bpm, midi.bars)
    assert [Voice.KICK, Voice.SNARE] * 4 == [hit.voice for hit in midi.hits]
    assert list(range(8)) == [hit.beat for hit in midi.hits]
    assert pytest.approx(100 / 127) == midi.hits[0].velocity


@pytest.mark.parametrize(("count", "unit"), METERS)
@pytest.mark.parametrize("n_bars", [1, 2, 4, 8])
@pytest.mark.parametrize("bpm", [40, 73.5, 120, 240])
def test_bars_keep_the_length_of_their_meter(
    count: int, unit: int, n_bars: int, bpm: float
) -> None:
    """Whatever the meter, so many bars of it are read, at the tempo of quarters."""
    bar = Meter(count, unit)
    file = raw_midi(
        [
            meter(count, unit),
            tempo(bpm),
            *strokes(eighths(bar.beats_per_bar), n_bars, bar.beats_per_bar),
        ]
    )
    midi = bytes_to_midi_beat(file)

    assert Bars(bar, n_bars, n_bars * bar.beats_per_bar) == midi.bars
    assert bpm == pytest.approx(midi.bpm, abs=0.01)


@pytest.mark.parametrize("kind", [0, 1, 2])
@pytest.mark.parametrize("count_in", [30.0, 60.0, 200.0])
def test_the_tempo_of_most_of_the_music(kind: int, count_in: float) -> None:
    """A count-in bar, an ending and a tempo that is overwritten at once do not name the beat."""
    tempi = [tempo(99), tempo(count_in), tempo(140, at_beat=4), tempo(70, at_beat=28)]
    played = strokes(eighths(4), 8, 4)
    tracks = [[*tempi, *played]] if kind != 1 else [tempi, played]
    midi = bytes_to_midi_beat(raw_midi(*tracks, kind=kind))

    assert (140.0, 8, 32.0) == (midi.bpm, midi.bars.n_bars, midi.bars.n_beats)


def test_silence_has_no_say_in_the_tempo() -> None:
    """Four bars of nothing at 60 before two of drums at 140 are no reason to play them at 60."""
    late = [(ticks + 4 * 4 * 480, message) for ticks, message in strokes(eighths(4), 2, 4)]
    midi = bytes_to_midi_beat(raw_midi([tempo(60), tempo(140, at_beat=16), *late]))

    assert 140.0 == midi.bpm


def test_pieces_one_after_the_other() -> None:
    """In a file of format 2, each track begins at the bar after the one before."""
    waltz = [meter(3, 4), tempo(100), *strokes(eighths(3), 2, 3)]
    march = [meter(2, 4), tempo(100), *strokes(eighths(2), 1, 2)]
    midi = bytes_to_midi_beat(raw_midi(waltz, [], march, kind=2))

    assert (100.0, Bars(Meter(3, 4), 3, 8.0)) == (midi.bpm, midi.bars)
    assert [0, 3, 6] == [hit.beat for hit in midi.hits if hit.voice == Voice.KICK]


def test_a_film_has_beats_where_its_tempo_says() -> None:
    """Two strokes a second at 120 BPM are on every beat; without a tempo there is none."""
    seconds = [(0.5 * n, 36, 100) for n in range(8)]
    midi = bytes_to_midi_beat(film_file(seconds, 120.0))

    assert (120.0, 2) == (midi.bpm, midi.bars.n_bars)
    assert list(range(8)) == pytest.approx([hit.beat for hit in midi.hits])
    assert bytes_to_midi_beat(film_file(seconds)).bpm is None
    assert 2 == bytes_to_midi_beat(film_file(seconds), 120.0).bars.n_bars


@pytest.mark.parametrize(("count", "power"), [(11, 5), (7, 6), (33, 2), (255, 2)])
def test_a_meter_that_no_beat_has_is_refused(count: int, power: int) -> None:
    """Bars that cannot be kept are not counted as 4/4, unless a meter is sent or it is played."""
    signature = b"\xff\x58\x04" + bytes([count, power, 24, 8])
    encoded = raw_midi([(0, signature), (0, b"\x99\x24\x64"), (240, b"\x99\x26\x64")])

    with pytest.raises(MidiMeterError) as refused:
        bytes_to_midi_beat(encoded)
    assert {"count": count, "unit": 2**power} == refused.value.facts
    assert Meter(4, 4) == bytes_to_midi_beat(encoded, said_meter=Meter(4, 4)).bars.meter
    assert 2 == len(bytes_to_midi_beat(encoded, on_any_channel=True).hits)


def test_a_meter_that_is_said_stands() -> None:
    """It counts the bars instead of the file's own."""
    midi = bytes_to_midi_beat(BACKBEAT, said_meter=Meter(2, 4))

    assert Bars(Meter(2, 4), 4, 8.0) == midi.bars


@pytest.mark.parametrize(
    ("pitch", "voice"), [(22, Voice.HAT), (26, Voice.OPEN_HAT), (58, Voice.TOM_LOW)]
)
def test_electronic_kits_are_understood(pitch: int, voice: Voice) -> None:
    """Notes that Roland's kits add to General MIDI have their voices."""
    assert voice == bytes_to_midi_beat(midi_file([(0, pitch, 90)])).hits[0].voice


@pytest.mark.parametrize("channel", [0, 8, 10, 15])
def test_drums_elsewhere_are_refused(channel: int) -> None:
    """A piano's notes are no strokes; what was taken before that was known still plays."""
    elsewhere = midi_file([(0, 36, 90)], channel=channel)
    with pytest.raises(MidiWithoutDrumsError):
        bytes_to_midi_beat(elsewhere)

    assert 1 == len(bytes_to_midi_beat(elsewhere, on_any_channel=True).hits)


def test_other_channels_do_not_join_the_drums() -> None:
    """Where there are drums, a melody in the same file is left out."""
    melody = strokes([(0, 60), (1, 64)], 2, 4, channel=0)
    file = raw_midi([*strokes(eighths(4), 2, 4), *melody])

    assert 18 == len(bytes_to_midi_beat(file).hits)
    assert 18 == len(bytes_to_midi_beat(file, on_any_channel=True).hits)


def test_without_a_tempo_it_is_120() -> None:
    """That is what the standard says."""
    assert 120 == bytes_to_midi_beat(midi_file([(0, 36, 90)], bpm=None)).bpm


@pytest.mark.parametrize("damaged", [BACKBEAT[:20], BACKBEAT[:-9]])
def test_damaged_files_are_refused(damaged: bytes) -> None:
    """A file that ends early is called undecodable."""
    with pytest.raises(UndecodableMidiError):
        bytes_to_midi_beat(damaged)


def test_strokes_that_no_kit_has() -> None:
    """Without a stroke that our kits have, there is nothing to play."""
    with pytest.raises(MidiWithoutDrumsError):
        bytes_to_midi_beat(midi_file([(0, 100, 90)]))


@pytest.mark.parametrize(("count", "unit"), [(4, 4), (7, 8), (3, 4)])
def test_the_longest_file(count: int, unit: int) -> None:
    """The limit is in beats: as many bars as go into it pass, one more does not."""
    a_bar = Meter(count, unit).beats_per_bar
    most = int(MOST_BEATS // a_bar)

    longest = raw_midi([meter(count, unit), *strokes([(0, 36)], most, a_bar)])
    assert most == bytes_to_midi_beat(longest).bars.n_bars
    with pytest.raises(MidiTooLongError) as refused:
        bytes_to_midi_beat(raw_midi([meter(count, unit), *strokes([(0, 36)], most + 1, a_bar)]))
    assert {"bars": most + 1, "maximum": most} == refused.value.facts


def test_the_fullest_file() -> None:
    """As many strokes as forty a beat for the longest beat pass, one more does not."""
    most = MOST_BEATS * MOST_STROKES_PER_BEAT
    assert most == len(bytes_to_midi_beat(raw_midi([(0, KICK)] * most)).hits)
    with pytest.raises(MidiTooManyStrokesError):
        bytes_to_midi_beat(raw_midi([(0, KICK)] * (most + 1)))
