"""The catalogue: finding, adding, deleting, on both databases."""

import io

import pytest
import soundfile
from midi_files import BACKBEAT
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from unit.beat_service.conftest import Start, fixed_traits

from beat_service.catalogue.catalogue import BeatCatalogue, style_to_beats
from beat_service.catalogue.description import Description
from beat_service.catalogue.tables import Beat, BeatFile
from beat_service.drums.pattern import folder_to_styles
from beat_service.errors import BeatExistsError, TempoOutOfRangeError, UnknownBeatError
from music_genre.audio.errors import NotAudioError, TooShortAudioError
from tools.signals import song, to_file

MINE = Description(title="Mine", style="house", licence="CC-BY-4.0", author="Me")
LOOP = to_file(song(8.0, bpm=120.0))  # four bars


def rows(engine: Engine) -> tuple[int, int]:
    """Count the beats and the files."""
    with Session(engine) as session:
        counts = [session.scalar(select(func.count()).select_from(t)) for t in (Beat, BeatFile)]
    return counts[0] or 0, counts[1] or 0


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


def test_a_loop_is_analysed_and_stays(catalogue: BeatCatalogue, start: Start) -> None:
    """An upload has its analysis, its length's exact tempo, and survives a restart."""
    added = catalogue.add(LOOP, MINE)
    after_restart = BeatCatalogue(start(), fixed_traits).beat(added.id)

    assert ("house-mine", "House", "audio") == (after_restart.id, added.style, added.kind)
    assert (120.0, 4, "A minor") == (after_restart.bpm, after_restart.bars, after_restart.key)
    assert {"n_samples": 8 * 22_050} == after_restart.traits


def test_a_new_style_may_be_added(catalogue: BeatCatalogue) -> None:
    """The catalogue is open: a style that we do not know becomes one."""
    catalogue.add(LOOP, MINE.model_copy(update={"style": "Coupé-décalé"}))

    assert "Coupé-décalé" in catalogue.styles()


@pytest.mark.parametrize(
    ("encoded", "error"),
    [
        (b"not audio at all", NotAudioError),
        (to_file(song(0.5)), TooShortAudioError),
    ],
)
def test_a_refused_upload_leaves_nothing(
    catalogue: BeatCatalogue, start: Start, encoded: bytes, error: type[Exception]
) -> None:
    """After a refusal, neither a beat nor a file is in the catalogue."""
    engine = start()
    before = rows(engine)
    with pytest.raises(error):
        catalogue.add(encoded, MINE)

    assert before == rows(engine)


def test_the_same_file_twice_leaves_nothing(catalogue: BeatCatalogue, start: Start) -> None:
    """A file that is there already is refused under another title too, and its row with it."""
    catalogue.add(LOOP, MINE)
    before = rows(start())
    with pytest.raises(BeatExistsError):
        catalogue.add(LOOP, MINE.model_copy(update={"title": "Another"}))
    with pytest.raises(BeatExistsError):
        catalogue.add(BACKBEAT, MINE)

    assert before == rows(start())


def test_an_analysis_that_breaks_leaves_nothing(start: Start) -> None:
    """Whatever goes wrong on the way, nothing is half there."""

    def broken(_waveform: object, _known: object) -> None:
        raise RuntimeError("analysis broke")

    engine = start()
    before = rows(engine)
    with pytest.raises(RuntimeError, match="analysis broke"):
        BeatCatalogue(engine, broken).add(LOOP, MINE)  # type: ignore[arg-type]  # it never answers

    assert before == rows(engine)


def test_deleting_takes_the_file_too(catalogue: BeatCatalogue, start: Start) -> None:
    """After a deletion the same file can be added again."""
    engine = start()
    before = rows(engine)
    catalogue.add(LOOP, MINE)
    catalogue.delete("house-mine")

    assert before == rows(engine)
    assert "house-mine" == catalogue.add(LOOP, MINE).id


def test_what_is_not_there_is_said_so(catalogue: BeatCatalogue) -> None:
    """Showing, playing and deleting an unknown beat are refused alike."""
    for ask in (catalogue.beat, catalogue.wav, catalogue.midi, catalogue.delete):
        with pytest.raises(UnknownBeatError):
            ask("nothing-like-it")


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


def test_rows_of_our_patterns() -> None:
    """Each pattern is a row of its style, within its tempi, with what plays it."""
    style = folder_to_styles()[0]
    beats = style_to_beats(style)

    assert [pattern.id for pattern in style.patterns] == [beat.id for beat in beats]
    for beat in beats:
        assert (style.name, "pattern", 4) == (beat.style, beat.kind, beat.bars)
        assert beat.slowest_bpm <= beat.bpm <= beat.fastest_bpm
        assert beat.pattern is not None
