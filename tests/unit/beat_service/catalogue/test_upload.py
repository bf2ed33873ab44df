"""An uploaded file → the row of a beat, before any database."""

import hashlib

import numpy as np
import pytest
from midi_files import BACKBEAT
from numpy.typing import NDArray
from unit.beat_service.conftest import fixed_traits

from beat_service.catalogue.description import Description
from beat_service.catalogue.upload import (
    LONGEST_LOOP_S,
    BeatTraits,
    bytes_to_beat,
    length_to_tempo,
)
from beat_service.errors import MidiWithoutDrumsError, UndecodableMidiError
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.errors import NotAudioError, TooLongAudioError, TooShortAudioError
from tools.signals import song, to_file

MINE = Description(title="Mine", style="House", licence="CC-BY-4.0", author="Me")
LOOP = to_file(song(8.0, bpm=120.0))  # four bars
SLOW_HZ = 8_000  # makes long files small


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


def test_a_recording_has_its_analysis() -> None:
    """Tempo by analysis and length, key and facts by the analysis, and the file as it came."""
    beat = bytes_to_beat(LOOP, MINE, fixed_traits)
    assert beat.file is not None

    assert ("house-mine", "Mine", "House", "audio") == (beat.id, beat.title, beat.style, beat.kind)
    assert (120.0, 4, "A minor") == (beat.bpm, beat.bars, beat.key)
    assert (110.4, 129.6) == (beat.slowest_bpm, beat.fastest_bpm)
    assert {"n_samples": 8 * SAMPLE_RATE_HZ} == beat.traits
    assert (LOOP, hashlib.sha256(LOOP).hexdigest()) == (beat.file.content, beat.file.sha256)


def test_a_midi_file_has_its_own_tempo() -> None:
    """The analysis gets what our kit plays, 22 050 times a second; drums have no key."""
    lengths: list[int] = []

    def analyse(waveform: NDArray[np.float32]) -> BeatTraits:
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
    ("encoded", "error"),
    [
        (b"not audio at all", NotAudioError),
        (b"", NotAudioError),
        (to_file(song(0.9)), TooShortAudioError),
        (BACKBEAT[:30], UndecodableMidiError),
        (BACKBEAT.replace(b"\x99", b"\xb9"), MidiWithoutDrumsError),
    ],
)
def test_what_is_no_beat_is_refused(encoded: bytes, error: type[Exception]) -> None:
    """Whatever cannot be one says why."""
    with pytest.raises(error):
        bytes_to_beat(encoded, MINE, fixed_traits)


def test_the_longest_loop() -> None:
    """Five minutes are read, a tenth of a second more is not."""
    noise = np.random.default_rng(0).uniform(-0.1, 0.1, round((LONGEST_LOOP_S + 0.1) * SLOW_HZ))

    longest = to_file(noise[: round(LONGEST_LOOP_S * SLOW_HZ)], SLOW_HZ)
    assert "audio" == bytes_to_beat(longest, MINE, fixed_traits).kind
    with pytest.raises(TooLongAudioError):
        bytes_to_beat(to_file(noise, SLOW_HZ), MINE, fixed_traits)
