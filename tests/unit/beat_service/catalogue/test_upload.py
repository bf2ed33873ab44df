"""An uploaded file → the row of a beat, before any database."""

import hashlib

import numpy as np
import pytest
from midi_files import BACKBEAT, film_file, midi_file
from numpy.typing import NDArray
from unit.beat_service.conftest import fixed_traits

from beat_service.catalogue.description import Description
from beat_service.catalogue.sound import LONGEST_RECORDING_S, beat_to_wav
from beat_service.catalogue.upload import (
    BeatTraits,
    Known,
    bytes_to_beat,
)
from beat_service.drums.meter import FOUR_FOUR
from beat_service.errors import MidiTempoError, MidiWithoutDrumsError, UndecodableMidiError
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.errors import NotAudioError, TooLongAudioError, TooShortAudioError
from tools.signals import song, to_file

MINE = Description(title="Mine", style="House", licence="CC-BY-4.0", author="Me")
LOOP = to_file(song(8.0, bpm=120.0))  # four bars
SLOW_HZ = 8_000  # makes long files small


def test_a_recording_has_its_analysis() -> None:
    """Tempo, key and facts by the analysis, bars by the length, and the file as it came."""
    beat = bytes_to_beat(LOOP, MINE, fixed_traits)
    assert beat.file is not None

    assert ("house-mine", "Mine", "House", "audio") == (beat.id, beat.title, beat.style, beat.kind)
    assert (120.0, 4, "A minor") == (beat.bpm, beat.bars, beat.key)
    assert ("4/4", 16.0) == (beat.meter, beat.beats)
    assert (110.4, 129.6) == (beat.slowest_bpm, beat.fastest_bpm)
    assert {"n_samples": 8 * SAMPLE_RATE_HZ} == beat.traits
    assert (LOOP, hashlib.sha256(LOOP).hexdigest()) == (beat.file.content, beat.file.sha256)


def test_a_midi_file_has_its_own_tempo() -> None:
    """The analysis gets what our kit plays, 22 050 times a second; drums have no key."""
    lengths: list[int] = []

    def analyse(waveform: NDArray[np.float32], known: Known) -> BeatTraits:
        assert Known("House", 96.0, FOUR_FOUR, is_ours=True) == known
        lengths.append(len(waveform))
        return BeatTraits(150.0, "A minor", {"energy": 0.5})

    beat = bytes_to_beat(BACKBEAT, MINE, analyse)

    assert ("midi", 96.0, 2, None) == (beat.kind, beat.bpm, beat.bars, beat.key)
    assert (72.0, 120.0, {"energy": 0.5}) == (beat.slowest_bpm, beat.fastest_bpm, beat.traits)
    assert [8 * 60 / 96 * SAMPLE_RATE_HZ] == pytest.approx(lengths, abs=1)


@pytest.mark.parametrize(("encoded", "bpm"), [(LOOP, 60.0), (BACKBEAT, 101.0)])
def test_a_tempo_that_is_given_stands(encoded: bytes, bpm: float) -> None:
    """The person knows better than the analysis and the file."""
    given = MINE.model_copy(update={"bpm": bpm})

    assert bpm == bytes_to_beat(encoded, given, fixed_traits).bpm


@pytest.mark.parametrize(
    ("bars", "bpm", "meter", "expected"),
    [
        (4, 120.0, "4/4", (4, 16.0)),
        (4, 60.0, "4/4", (2, 8.0)),
        (4, 120.0, "7/8", (5, 16.0)),
        (1, 50.0, "4/4", (1, 1.667)),
    ],
)
def test_bars_of_a_recording(
    bars: int, bpm: float, meter: str, expected: tuple[int, float]
) -> None:
    """As many as come nearest to its length, at least one; its beats are those that fit in it."""
    given = MINE.model_copy(update={"bpm": bpm, "meter": meter})
    beat = bytes_to_beat(to_file(song(2.0 * bars, bpm=120.0)), given, fixed_traits)

    assert (*expected, meter) == (beat.bars, beat.beats, beat.meter)


def test_a_meter_that_is_given_stands() -> None:
    """Eight beats are three bars of 3/4, the last one not full."""
    given = MINE.model_copy(update={"meter": "3/4"})
    beat = bytes_to_beat(BACKBEAT, given, fixed_traits)

    assert ("3/4", 3, 9.0) == (beat.meter, beat.bars, beat.beats)


@pytest.mark.parametrize(("bpm", "said"), [(39.9, None), (240.1, None), (20.0, 240.5)])
def test_what_could_not_be_played_is_not_kept(bpm: float, said: float | None) -> None:
    """A MIDI file at a tempo that nobody can ask for is refused with the limits."""
    given = MINE.model_copy(update={"bpm": said})
    with pytest.raises(MidiTempoError) as refused:
        bytes_to_beat(midi_file([(0, 36, 90)], bpm), given, fixed_traits)

    facts = {"bpm": pytest.approx(said or bpm, abs=0.01), "slowest_bpm": 40, "fastest_bpm": 240}
    assert facts == refused.value.facts


@pytest.mark.parametrize("bpm", [40.0, 45.0, 235.0, 240.0])
@pytest.mark.parametrize("encoded", [LOOP, BACKBEAT])
def test_what_is_offered_can_be_played(encoded: bytes, bpm: float) -> None:
    """Slowest and fastest tempo are within the limits of what can be asked for, and are played."""
    beat = bytes_to_beat(encoded, MINE.model_copy(update={"bpm": bpm}), fixed_traits)

    assert 40 <= beat.slowest_bpm <= bpm <= beat.fastest_bpm <= 240
    for asked in (beat.slowest_bpm, bpm, beat.fastest_bpm):
        assert beat_to_wav(beat, asked).startswith(b"RIFF")


def test_a_film_without_a_tempo_is_measured() -> None:
    """Strokes half a second apart are what the analysis says they are, to a whole number of BPM."""
    seconds = film_file([(0.5 * n, 36, 100) for n in range(16)])

    def analyse(_: NDArray[np.float32], known: Known) -> BeatTraits:
        return BeatTraits(119.7 if known.bpm is None else known.bpm)

    beat = bytes_to_beat(seconds, MINE, analyse)

    assert (120.0, 4, 16.0) == (beat.bpm, beat.bars, beat.beats)


@pytest.mark.parametrize(
    ("encoded", "error"),
    [
        (b"not audio at all", NotAudioError),
        (b"", NotAudioError),
        (to_file(song(0.9)), TooShortAudioError),
        (BACKBEAT[:30], UndecodableMidiError),
        (BACKBEAT.replace(b"\x99", b"\xb9"), MidiWithoutDrumsError),
        (midi_file([(0, 36, 90)], channel=0), MidiWithoutDrumsError),
    ],
)
def test_what_is_no_beat_is_refused(encoded: bytes, error: type[Exception]) -> None:
    """Whatever cannot be one says why."""
    with pytest.raises(error):
        bytes_to_beat(encoded, MINE, fixed_traits)


def test_the_longest_loop() -> None:
    """Five minutes are read, a tenth of a second more is not."""
    n_samples = round((LONGEST_RECORDING_S + 0.1) * SLOW_HZ)
    noise = np.random.default_rng(0).uniform(-0.1, 0.1, n_samples)

    longest = to_file(noise[: round(LONGEST_RECORDING_S * SLOW_HZ)], SLOW_HZ)
    assert "audio" == bytes_to_beat(longest, MINE, fixed_traits).kind
    with pytest.raises(TooLongAudioError):
        bytes_to_beat(to_file(noise, SLOW_HZ), MINE, fixed_traits)
