"""All traits of a track at once: what noise and silence have, and what is computed once."""

import numpy as np
import pytest
from beat_signals import Floats, chords, drums
from needs import needs_proc
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.traits import (
    MOST_WINDOWS,
    TrackAnalysis,
    Traits,
    bytes_to_analysis,
    sounding_evenly,
    waveform_to_traits,
)
from music_genre.audio import track
from music_genre.audio.constants import MIN_AUDIO_S, SAMPLE_RATE_HZ
from music_genre.audio.errors import NotAudioError, TooLongAudioError
from music_genre.audio.mel import waveform_to_log_mel
from music_genre.audio.windows import Window, waveform_to_windows
from tools.processes import ended_python
from tools.signals import to_file

LONGEST_S = 900.0
MOST_FOR_LONGEST_MB = 150  # [MB] beside the waveform; 60 are needed, and were 500 in one piece
# Prints the peak of memory [kB] before and after a song of the longest, played over and over.
MEASURED = """
import resource
import numpy as np
from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.analysis.traits import waveform_to_traits
from beat_service.settings import ANALYSIS_DIR
from tools.signals import song

model = folder_to_analysis_model(ANALYSIS_DIR)
clip = song(30.0).astype(np.float32)
longest = np.tile(clip, 30)
waveform_to_traits(clip, 1, model)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
waveform_to_traits(longest, 1, model)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def analyse(samples: np.ndarray, model: AnalysisModel) -> TrackAnalysis:
    """Analyse a waveform, as a file."""
    return bytes_to_analysis(to_file(samples.astype(np.float64), SAMPLE_RATE_HZ), LONGEST_S, model)


def traits_of(samples: np.ndarray, model: AnalysisModel) -> Traits:
    """Find the traits of a waveform that is not silent."""
    traits = analyse(samples, model).traits
    assert traits is not None
    return traits


def test_a_file_has_traits_facts_and_times(model: AnalysisModel) -> None:
    """Drums at 120 bpm are that, their file is described, and both stages have a time."""
    analysis = analyse(drums(120), model)
    assert analysis.traits is not None

    assert 120 == pytest.approx(analysis.traits.tempo.bpm, abs=0.3)
    assert (30.0, SAMPLE_RATE_HZ, 1) == (
        analysis.audio.duration_s,
        analysis.audio.sample_rate_hz,
        analysis.audio.channels,
    )
    assert ["decode", "analyze", "total"] == list(analysis.timing_ms)


def test_rhythm_is_at_the_tempo_found(model: AnalysisModel) -> None:
    """Beats are as far apart as the tempo says."""
    traits = traits_of(drums(120), model)

    assert 60 / traits.tempo.bpm == pytest.approx(
        np.median(np.diff(traits.rhythm.beat_times_s)), rel=0.02
    )


def test_noise_has_no_clear_key(model: AnalysisModel) -> None:
    """White noise has neither a clear key nor a sure tempo."""
    noise = np.random.default_rng(5).uniform(-0.3, 0.3, 20 * SAMPLE_RATE_HZ)
    traits = traits_of(noise, model)

    assert not traits.key.clear
    assert traits.tempo.confidence < 0.5


def test_silence_is_an_answer(model: AnalysisModel) -> None:
    """Silence has no traits."""
    assert analyse(np.zeros(5 * SAMPLE_RATE_HZ), model).traits is None


def test_silent_windows_do_not_count(model: AnalysisModel) -> None:
    """The key of a piece is the same with half a minute of silence behind it."""
    piece = chords(3, False, 30.0)
    alone = waveform_to_traits(piece, 1, model)
    followed = waveform_to_traits(np.append(piece, np.zeros_like(piece)), 1, model)
    assert alone is not None
    assert followed is not None

    assert alone.key == followed.key


def test_one_second_is_enough(model: AnalysisModel) -> None:
    """The shortest audio allowed is answered, without a bar."""
    rhythm = traits_of(drums(120, MIN_AUDIO_S), model).rhythm

    assert rhythm.onset_pattern is None
    assert rhythm.pattern is None


def test_a_click_is_answered(model: AnalysisModel) -> None:
    """One loud sample in two seconds has traits, all of them within their ranges."""
    click = np.zeros(2 * SAMPLE_RATE_HZ)
    click[SAMPLE_RATE_HZ] = 1.0
    traits = traits_of(click, model)

    assert 36 / 1.04 <= traits.tempo.bpm <= 300 * 1.04
    assert 0 <= traits.energy.energy <= 1
    assert traits.rhythm.onset_pattern is None


def test_two_channels_are_louder_than_one(model: AnalysisModel) -> None:
    """The number of the file's channels is the loudness's alone."""
    mono, stereo = (waveform_to_traits(drums(120, 5.0), n, model) for n in (1, 2))
    assert mono is not None
    assert stereo is not None

    gain_lu = stereo.energy.loudness_lufs.measured - mono.energy.loudness_lufs.measured
    assert 3 == pytest.approx(gain_lu, abs=0.02)
    assert mono.tempo.bpm == stereo.tempo.bpm


def test_what_cannot_be_decoded_is_refused(model: AnalysisModel) -> None:
    """No audio, and more of it than is allowed, are told apart."""
    with pytest.raises(NotAudioError):
        bytes_to_analysis(b"no music at all", LONGEST_S, model)
    with pytest.raises(TooLongAudioError):
        bytes_to_analysis(to_file(drums(120, 3.0).astype(np.float64)), 2.9, model)


@pytest.mark.parametrize("n_windows", [1, 2, MOST_WINDOWS, MOST_WINDOWS + 1, 30])
def test_windows_are_chosen_evenly(n_windows: int) -> None:
    """All that sounds of a short track, eight windows of a long one, first and last among them."""
    sound = np.array([1, -1], np.float32)
    windows = [Window(30.0 * n, 30.0 * (n + 1), sound) for n in range(n_windows)]
    silent = [Window(-30.0, 0.0, 0 * sound), Window(1000.0, 1030.0, 0 * sound)]
    starts = [one.start_s for one in sounding_evenly([silent[0], *windows, silent[1]])]

    assert min(n_windows, MOST_WINDOWS) == len(starts)
    assert (windows[0].start_s, windows[-1].start_s) == (starts[0], starts[-1])
    assert sorted(set(starts)) == starts


def test_spectrogram_of_each_window_is_computed_once(
    model: AnalysisModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tempo and key share the log-mel of a window: three windows are three of them, in order."""
    lengths: list[int] = []

    def counted(samples: Floats, frames: NDArray[np.intp]) -> Floats:
        lengths.append(len(samples))
        return waveform_to_log_mel(samples, frames)

    monkeypatch.setattr(track, "waveform_to_log_mel", counted)
    waveform = drums(120, duration_s=65.0)
    windows = waveform_to_windows(waveform)
    waveform_to_traits(waveform, 1, model)

    assert 3 == len(windows)
    assert [len(window.samples) for window in windows] == lengths


@needs_proc
def test_memory_does_not_grow_with_the_song() -> None:
    """Fifteen minutes take little more than half a minute does: they are looked at in pieces."""
    ended = ended_python(["-c", MEASURED])

    assert "" == ended.stderr
    before_kb, after_kb = map(int, ended.stdout.split())
    assert 0 <= after_kb - before_kb < MOST_FOR_LONGEST_MB * 1000


def test_a_told_tempo_is_followed(model: AnalysisModel) -> None:
    """Told half the tempo, the beats are half as many, and what was heard is its double."""
    samples = drums(120, 12.0)
    encoded = to_file(samples.astype(np.float64), SAMPLE_RATE_HZ)
    heard = bytes_to_analysis(encoded, LONGEST_S, model).traits
    told = bytes_to_analysis(encoded, LONGEST_S, model, 60.3).traits

    assert heard
    assert told
    assert 60.0 == pytest.approx(told.tempo.bpm, abs=0.5)
    double = next(one for one in told.tempo.candidates if one.relation == "double")
    assert heard.tempo.bpm == pytest.approx(double.bpm, rel=0.01)
    assert len(heard.rhythm.beat_times_s) // 2 == pytest.approx(
        len(told.rhythm.beat_times_s), abs=1
    )
