"""The catalogue as it is read: lists, sounds and files, on both databases."""

import io

import pytest
import soundfile
from midi_files import BACKBEAT
from unit.beat_service.conftest import Start

from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.description import Description
from beat_service.catalogue.reader import BeatReader
from beat_service.errors import BeatWithoutMidiError, TempoOutOfRangeError, UnknownBeatError
from tools.signals import song, to_file

MINE = Description(title="Mine", style="house", licence="CC-BY-4.0", author="Me")
LOOP = to_file(song(8.0, bpm=120.0))  # four bars


def test_style_and_tempo_find_beats(catalogue: BeatCatalogue) -> None:
    """The case of a style does not matter; at a tempo, the nearest comes first."""
    house = catalogue.beats("HOUSE", 121)

    assert {"House"} == {beat.style for beat in house}
    assert sorted(house, key=lambda beat: abs(beat.bpm - 121)) == house
    assert not catalogue.beats("House", 90)
    assert {"Trap", "Drill"} <= {beat.style for beat in catalogue.beats(bpm=142)}


def test_meters_find_beats(catalogue: BeatCatalogue) -> None:
    """A meter finds the beats that are in it, with style and tempo too."""
    assert {"3/4"} == {beat.meter for beat in catalogue.beats(meter="3/4")}
    assert ["jazz-five"] == [beat.id for beat in catalogue.beats("jazz swing", 170, "5/4")]
    assert not catalogue.beats("Techno", meter="7/8")


def test_our_beats_come_with_what_was_measured(catalogue: BeatCatalogue) -> None:
    """Every beat of ours in the catalogue has its energy and its bar."""
    assert all({"energy", "steps"} <= beat.traits.keys() for beat in catalogue.beats())


def test_a_beat_of_ours_plays_at_another_tempo(catalogue: BeatCatalogue) -> None:
    """Four bars last what the tempo says; a recording that cannot go there is refused."""
    played = soundfile.info(io.BytesIO(catalogue.wav("house-jack", 100)))
    catalogue.add(LOOP, MINE)

    assert 16 * 60 / 100 == pytest.approx(played.duration, abs=0.001)
    with pytest.raises(TempoOutOfRangeError):
        catalogue.wav("house-mine", 100)


def test_accents_are_no_hindrance(catalogue: BeatCatalogue) -> None:
    """A style that begins with a letter that SQLite cannot lower is found as it is spelt."""
    catalogue.add(LOOP, MINE.model_copy(update={"style": "Électro"}))

    assert ["Mine"] == [beat.title for beat in catalogue.beats("Électro")]


def test_what_is_not_there_is_said_so(catalogue: BeatCatalogue) -> None:
    """Showing an unknown beat and asking for its sound or strokes are refused alike."""
    for ask in (catalogue.beat, catalogue.wav, catalogue.midi):
        with pytest.raises(UnknownBeatError):
            ask("nothing-like-it")


def test_files_come_back(catalogue: BeatCatalogue, start: Start) -> None:
    """What was uploaded is there for who only reads; a recording has no strokes."""
    mine, backbeat = (
        catalogue.add(LOOP, MINE),
        catalogue.add(BACKBEAT, MINE.model_copy(update={"title": "Other"})),
    )
    reader = BeatReader(start())

    assert (LOOP, BACKBEAT) == (reader.wav(mine.id), reader.midi(backbeat.id))
    with pytest.raises(BeatWithoutMidiError):
        reader.midi(mine.id)
