"""The catalogue: adding, changing, deleting, on both databases."""

import pytest
from midi_files import BACKBEAT, midi_file
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from unit.beat_service.conftest import Start, fixed_traits

from beat_service.catalogue.catalogue import BeatCatalogue, style_to_beats
from beat_service.catalogue.description import Description
from beat_service.catalogue.tables import Beat, BeatFile
from beat_service.drums.pattern import folder_to_styles
from beat_service.errors import (
    BeatExistsError,
    BuiltInBeatError,
    MidiTempoError,
    UnknownBeatError,
)
from music_genre.audio.errors import NotAudioError, TooShortAudioError
from tools.signals import song, to_file

MINE = Description(title="Mine", style="house", licence="CC-BY-4.0", author="Me")
LOOP = to_file(song(8.0, bpm=120.0))  # four bars


def rows(engine: Engine) -> tuple[int, int]:
    """Count the beats and the files."""
    with Session(engine) as session:
        counts = [session.scalar(select(func.count()).select_from(t)) for t in (Beat, BeatFile)]
    return counts[0] or 0, counts[1] or 0


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
    """Changing and deleting an unknown beat are refused alike."""
    for ask in (catalogue.delete, lambda beat_id: catalogue.change(beat_id, {"title": "New"})):
        with pytest.raises(UnknownBeatError):
            ask("nothing-like-it")


def test_texts_are_changed_and_nothing_is_measured(catalogue: BeatCatalogue, start: Start) -> None:
    """A new title, licence and author stand, the id and the file stay, and so after a restart."""
    added = catalogue.add(LOOP, MINE)
    catalogue.change(added.id, {"title": "New", "licence": "CC0-1.0", "author": "Us"})
    after_restart = BeatCatalogue(start(), fixed_traits)
    beat = after_restart.beat("house-mine")

    assert ("New", "CC0-1.0", "Us") == (beat.title, beat.licence, beat.author)
    assert ("House", 120.0, added.traits) == (beat.style, beat.bpm, beat.traits)
    assert LOOP == after_restart.wav(beat.id)


def test_a_tempo_is_changed_with_all_that_follows(catalogue: BeatCatalogue) -> None:
    """At half the tempo the loop has half the bars, and is offered around its new tempo."""
    beat = catalogue.change(catalogue.add(LOOP, MINE).id, {"bpm": 60.0})

    assert (60.0, 2, 8.0) == (beat.bpm, beat.bars, beat.beats)
    assert (55.2, 64.8) == (beat.slowest_bpm, beat.fastest_bpm)
    assert [beat.id] == [found.id for found in catalogue.beats("House", 60.0)]


def test_a_tempo_that_is_null_is_measured_again(catalogue: BeatCatalogue) -> None:
    """Whoever said a wrong tempo can leave it to the analysis, and the meter stays."""
    added = catalogue.add(LOOP, MINE.model_copy(update={"bpm": 61.0, "meter": "3/4"}))
    beat = catalogue.change(added.id, {"bpm": None})

    assert (120.0, "3/4", 5) == (beat.bpm, beat.meter, beat.bars)


def test_the_meter_of_a_midi_file_is_changed(catalogue: BeatCatalogue) -> None:
    """Eight beats are three bars of 3/4, and again two of 4/4 where the file decides."""
    added = catalogue.add(BACKBEAT, MINE)
    waltz = catalogue.change(added.id, {"meter": "3/4"})
    assert ("3/4", 3, 9.0, 96.0) == (waltz.meter, waltz.bars, waltz.beats, waltz.bpm)

    faster = catalogue.change(added.id, {"bpm": 100.0})
    assert ("3/4", 100.0) == (faster.meter, faster.bpm)
    again = catalogue.change(added.id, {"meter": None})
    assert ("4/4", 2, 8.0, 100.0) == (again.meter, again.bars, again.beats, again.bpm)


def test_a_style_is_spelt_as_others_spell_it(catalogue: BeatCatalogue) -> None:
    """Ours is `House`; a style that is one's own alone may be spelt anew."""
    mine = catalogue.add(LOOP, MINE.model_copy(update={"style": "coupé"})).id

    assert "Coupé" == catalogue.change(mine, {"style": "Coupé"}).style
    assert "House" == catalogue.change(mine, {"style": "HOUSE"}).style


def test_a_name_that_is_there_is_refused(catalogue: BeatCatalogue) -> None:
    """Neither a change nor an upload takes style and title of another beat."""
    catalogue.add(LOOP, MINE)
    other = catalogue.add(BACKBEAT, MINE.model_copy(update={"title": "Été"}))
    for title in ("Mine", "MINE", "Jack the Groove"):
        with pytest.raises(BeatExistsError):
            catalogue.change(other.id, {"title": title})
    catalogue.change("house-mine", {"title": "Free"})
    with pytest.raises(BeatExistsError):
        catalogue.add(to_file(song(2.0)), MINE.model_copy(update={"title": "Été"}))

    assert "Été" == catalogue.beat(other.id).title


def test_a_name_that_was_given_up_is_free(catalogue: BeatCatalogue) -> None:
    """A beat keeps its address under a new name; who takes the old one gets another address."""
    catalogue.add(LOOP, MINE)
    catalogue.change("house-mine", {"title": "New"})
    taken = catalogue.add(BACKBEAT, MINE)

    assert ("Mine", "New") == (taken.title, catalogue.beat("house-mine").title)
    assert taken.id.startswith("house-mine-")


def test_ours_are_not_changed(catalogue: BeatCatalogue) -> None:
    """A pattern is what it is in every catalogue."""
    with pytest.raises(BuiltInBeatError):
        catalogue.change("house-jack", {"title": "Mine"})


def test_a_change_that_is_refused_leaves_all_as_it_was(catalogue: BeatCatalogue) -> None:
    """A file's own tempo that nobody can ask for changes nothing, nor the title sent along."""
    slow = midi_file([(0, 36, 90)], bpm=30.0)
    added = catalogue.add(slow, MINE.model_copy(update={"bpm": 101.0}))
    with pytest.raises(MidiTempoError):
        catalogue.change(added.id, {"title": "New", "bpm": None})

    assert ("Mine", 101.0) == ((beat := catalogue.beat(added.id)).title, beat.bpm)


def test_rows_of_our_patterns() -> None:
    """Each pattern is a row of its style, within its tempi, with what plays it."""
    style = folder_to_styles()[0]
    beats = style_to_beats(style)

    assert [pattern.id for pattern in style.patterns] == [beat.id for beat in beats]
    for beat in beats:
        assert (style.name, "pattern", 4) == (beat.style, beat.kind, beat.bars)
        assert beat.slowest_bpm <= beat.bpm <= beat.fastest_bpm
        assert beat.pattern is not None
