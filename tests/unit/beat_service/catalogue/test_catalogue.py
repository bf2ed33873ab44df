"""The catalogue: finding, adding, deleting, on both databases."""

import io

import numpy as np
import pytest
import soundfile
from midi_files import BACKBEAT
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from unit.beat_service.conftest import Start, fixed_traits

from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.description import Description, description_to_id
from beat_service.catalogue.tables import Beat, BeatFile
from beat_service.catalogue.upload import length_to_tempo
from beat_service.errors import BeatExistsError, TempoOutOfRangeError, UnknownBeatError
from music_genre.audio.errors import NotAudioError, TooShortAudioError
from tools.signals import song, to_file

MINE = Description(title="Mine", style="house", licence="CC-BY-4.0", author="Me")
LOOP = to_file(song(8.0, bpm=120.0))  # four bars


def rows(engine: Engine) -> tuple[int, int]:
    """How many beats and files there are."""
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


def test_a_loop_is_analysed_and_stays(catalogue: BeatCatalogue, start: Start) -> None:
    """An upload has its analysis, its length's exact tempo, and survives a restart."""
    added = catalogue.add(LOOP, MINE)
    after_restart = BeatCatalogue(start(), fixed_traits).beat(added.id)

    assert ("house-mine", "House", "audio") == (after_restart.id, added.style, added.kind)
    assert (120.0, 4, "A minor") == (after_restart.bpm, after_restart.bars, after_restart.key)
    assert {"n_samples": 8 * 22_050} == after_restart.traits


def test_a_recording_plays_as_it_came(catalogue: BeatCatalogue) -> None:
    """At its own tempo an uploaded WAV comes back byte for byte."""
    catalogue.add(LOOP, MINE)

    assert LOOP == catalogue.wav("house-mine")
    assert LOOP == catalogue.wav("house-mine", 120)


def test_a_recording_moves_like_a_record(catalogue: BeatCatalogue) -> None:
    """Within the fader's ±8 % it lasts what the tempo says; beyond, it is refused."""
    catalogue.add(LOOP, MINE)
    faster = soundfile.info(io.BytesIO(catalogue.wav("house-mine", 126)))

    assert pytest.approx(8.0 * 120 / 126, abs=0.001) == faster.duration
    assert catalogue.wav("house-mine", 129.6)
    with pytest.raises(TempoOutOfRangeError):
        catalogue.wav("house-mine", 129.7)


def test_midi_plays_at_every_tempo(catalogue: BeatCatalogue) -> None:
    """A MIDI file keeps its own tempo and is played by our kit at any other."""
    added = catalogue.add(BACKBEAT, MINE)
    played, rate_hz = soundfile.read(io.BytesIO(catalogue.wav(added.id, 160)))

    assert ("midi", 96.0, 2, None) == (added.kind, added.bpm, added.bars, added.key)
    assert pytest.approx(8 * 60 / 160, abs=1e-4) == len(played) / rate_hz
    assert pytest.approx(-1, abs=0.1) == 20 * np.log10(np.abs(played).max())


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

    def broken(_waveform: object) -> None:
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
    for ask in (catalogue.beat, catalogue.wav, catalogue.delete):
        with pytest.raises(UnknownBeatError):
            ask("nothing-like-it")


@pytest.mark.parametrize(
    ("bpm", "duration_s", "expected"),
    [
        (119.0, 8.0, (120.0, 4)),
        (120.0, 8.0, (120.0, 4)),
        (104.0, 8.0, (104.0, 3)),
        (60.0, 1.0, (60.0, 1)),
    ],
)
def test_a_loops_length_corrects_its_tempo(
    bpm: float, duration_s: float, expected: tuple[float, int]
) -> None:
    """Within 3 % the length decides; farther away it is no whole number of bars."""
    assert expected == length_to_tempo(bpm, duration_s)


def test_names_that_differ_only_in_accents_get_different_ids() -> None:
    """Names outside plain letters carry a hash of themselves."""
    ids = {
        description_to_id(MINE.model_copy(update={"title": title}))
        for title in ("Été", "Ete", "夏", "冬")
    }

    assert 4 == len(ids)
    assert "house-ete" in ids
