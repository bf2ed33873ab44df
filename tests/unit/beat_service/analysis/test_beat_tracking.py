"""Beats of onset curves that are known: where the pulses are, and none where there is no pulse."""

import librosa
import numpy as np
import pytest
from beat_signals import drums
from needs import Alone
from numpy.typing import NDArray

from beat_service.analysis.beat_tracking import onsets_to_beat_frames
from beat_service.analysis.onsets import ONSET_HOP, ONSET_RATE_HZ, waveform_to_onsets
from music_genre.audio.constants import SAMPLE_RATE_HZ


def pulses(period: int, n_frames: int = 2600) -> NDArray[np.float64]:
    """Make a curve that is 1 every `period` frames, from half a period on, and 0 elsewhere."""
    curve = np.zeros(n_frames)
    curve[period // 2 :: period] = 1.0
    return curve


@pytest.mark.parametrize("bpm", [70.0, 113.0, 160.0])
@pytest.mark.parametrize("duration_s", [2.0, 12.3])
def test_beats_are_librosas(bpm: float, duration_s: float, alone: Alone) -> None:
    """Tracked beats are those of librosa's own tracker, right and wrong tempo alike."""
    curve = waveform_to_onsets(drums(113, duration_s)).sum(axis=0)
    with alone():
        _, expected = librosa.beat.beat_track(
            onset_envelope=curve, sr=SAMPLE_RATE_HZ, hop_length=ONSET_HOP, bpm=bpm, units="frames"
        )

    frames = onsets_to_beat_frames(curve, 60 * ONSET_RATE_HZ / bpm)

    assert list(expected) == frames.tolist()


@pytest.mark.parametrize("bpm", [40.0, 120.0, 240.0])
def test_beats_are_on_the_pulses(bpm: float) -> None:
    """At the slowest, a usual and the fastest tempo, every pulse is one beat, within a frame.

    The first may be too early for a path to have begun, and the last one may be its end.
    """
    period = round(60 * ONSET_RATE_HZ / bpm)
    curve = pulses(period)
    (places,) = np.nonzero(curve)

    beats = onsets_to_beat_frames(curve, period)

    assert np.intp == beats.dtype
    assert len(places) - 1 <= len(beats) <= len(places)
    assert np.abs(beats - places[1:-1, None]).min(axis=1).max() <= 1


def test_a_missing_pulse_is_bridged() -> None:
    """The path goes on where one pulse is left out, at its place within a frame."""
    curve = pulses(43)
    (places,) = np.nonzero(curve)
    curve[places[10]] = 0.0

    beats = onsets_to_beat_frames(curve, 43)

    assert len(places) == len(beats)
    assert abs(beats[10] - places[10]) <= 1


def test_silence_around_the_music_has_no_beats() -> None:
    """Before the first and after the last stroke nothing is counted."""
    curve = np.concatenate([np.zeros(400), pulses(43, 860), np.zeros(400)])

    beats = onsets_to_beat_frames(curve, 43)

    assert (np.flatnonzero(curve)[[0, -1]] == beats[[0, -1]]).all()


def test_nothing_has_no_beats() -> None:
    """A flat curve, an empty one and one not longer than a beat have no beats."""
    assert not len(onsets_to_beat_frames(np.zeros(500), 40))
    assert not len(onsets_to_beat_frames(np.zeros(0), 40))
    assert not len(onsets_to_beat_frames(np.arange(40.0), 40))


def test_one_frame_more_than_a_beat_is_tracked() -> None:
    """The shortest curve that can be tracked has one beat for its stroke."""
    curve = np.zeros(41)
    curve[20] = 1.0

    assert 1 == len(onsets_to_beat_frames(curve, 40))
