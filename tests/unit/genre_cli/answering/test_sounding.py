"""A file → what of it the models hear."""

import numpy as np

from genre_cli.answering.bundles import Bundles
from genre_cli.answering.sounding import (
    BYTES_TO_SOUNDING,
    bytes_to_few_windows,
    bytes_to_whole,
    is_asked_too,
    sounding_to_traits,
    version_to_mode_version,
)
from music_genre.audio.windows import waveform_to_windows
from tools.signals import song, to_file

LONG_S = 150.0


def test_full_takes_all_of_it() -> None:
    """The windows are those of the services, and beats are heard in the whole."""
    file = to_file(song(70))

    sounding = bytes_to_whole(file, 900)

    expected = waveform_to_windows(song(70).astype(np.float32))
    assert [w.start_s for w in expected] == [w.start_s for w in sounding.windows]
    assert sounding.stretch is not None
    assert (0, 70, "full") == (sounding.stretch.start_s, sounding.stretch.end_s, sounding.mode)


def test_fast_takes_three_windows() -> None:
    """Half a minute each, spread over the song; beats are heard in the middle one."""
    sounding = bytes_to_few_windows(to_file(song(LONG_S)), 900)

    assert [(10, 40), (60, 90), (110, 140)] == [(w.start_s, w.end_s) for w in sounding.windows]
    assert sounding.windows[1] is sounding.stretch
    assert (LONG_S, "fast") == (sounding.info.duration_s, sounding.mode)


def test_fast_takes_what_sounds() -> None:
    """Silence in one of the stretches is left out."""
    samples = song(LONG_S)
    samples[: (50 * 22_050)] = 0

    sounding = bytes_to_few_windows(to_file(samples), 900)

    assert [60, 110] == [window.start_s for window in sounding.windows]


def test_fast_takes_the_whole_where_its_stretches_are_silent() -> None:
    """What sounds elsewhere is heard; silence from the first to the last second is silence."""
    samples = np.zeros(round(LONG_S * 22_050))
    samples[: 9 * 22_050] = song(9)

    sounding = bytes_to_few_windows(to_file(samples), 900)
    silence = bytes_to_few_windows(to_file(0 * samples), 900)

    assert "full" == sounding.mode
    assert 0 == sounding.sounding[0].start_s
    assert silence.stretch is None
    assert sounding_to_traits(silence, Bundles(1).analysis) is None


def test_beats_have_the_time_of_the_file() -> None:
    """Not of the stretch that they are heard in."""
    sounding = bytes_to_few_windows(to_file(song(LONG_S)), 900)

    traits = sounding_to_traits(sounding, Bundles(1).analysis)

    assert traits is not None
    times_s = traits.rhythm.beat_times_s
    assert 60 <= times_s[0] < times_s[-1] <= 90


def test_vgg19_is_asked_where_the_svm_doubts() -> None:
    """In fast; in full always."""
    assert is_asked_too("full", "confident")
    assert is_asked_too("fast", "ambiguous")
    assert not is_asked_too("fast", "confident")
    assert not is_asked_too("fast", "none_of_these")


def test_a_mode_has_its_version() -> None:
    """Full has that of the models, which fits the library's column, as that of fast does."""
    version = "a" * 64

    assert version == version_to_mode_version(version, "full")
    fast = version_to_mode_version(version, "fast")
    assert fast != version
    assert 64 == len(fast)
    assert {"full", "fast"} == set(BYTES_TO_SOUNDING)
