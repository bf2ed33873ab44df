"""Windows calibrated by their duration, and one answer for all of them."""

import numpy as np
import pytest

from music_genre.audio.constants import GENRES, N_MELS
from music_genre.audio.evidence import SOUNDS, Evidence, Sound, SoundThresholds
from music_genre.audio.track import (
    LEAST_MUSIC,
    Calibration,
    Doubt,
    Segment,
    bytes_to_prediction,
    segments_to_probabilities,
    segments_to_sound,
    track_to_outcome,
    window_to_log_mel,
    window_to_segment,
)
from music_genre.audio.windows import Window, waveform_to_windows
from tools.signals import song, to_file

CALIBRATION = Calibration(((3.0, 0.6), (12.0, 0.4), (30.0, 0.3)), 0.5)
DOUBT = Doubt(CALIBRATION, SoundThresholds(music_from=0.6, foreign_from=0.8), ("calm", "loud"))


def made_sound(music: float, foreign: float = 0.1) -> Sound:
    """Make a sound that is music or else a tone, with the words' probabilities 0.2 and 0.7."""
    kinds = np.zeros(len(SOUNDS))
    kinds[[0, SOUNDS.index("tone")]] = music, 1 - music
    return Sound(kinds, foreign, np.array([0.2, 0.7]))


@pytest.mark.parametrize(
    ("duration_s", "temperature"),
    [(1.0, 0.6), (3.0, 0.6), (6.0, 0.5), (12.0, 0.4), (30.0, 0.3), (30.05, 0.3)],
)
def test_temperature_between_the_measured(duration_s: float, temperature: float) -> None:
    """On the logarithm of duration, six seconds are half-way from three to twelve."""
    assert temperature == pytest.approx(CALIBRATION.temperature_at(duration_s))


def test_log_mel_is_on_the_grid() -> None:
    """Twelve seconds have 155 columns of the networks' grid."""
    (window,) = waveform_to_windows(song(12).astype(np.float32))

    assert (N_MELS, 155) == window_to_log_mel(window).shape


def test_window_is_calibrated_for_its_duration() -> None:
    """The model is asked about the window itself, and twelve seconds have their temperature."""
    asked = []
    sound = made_sound(0.9)

    def window_to_evidence(window: Window) -> Evidence:
        asked.append(window)
        return Evidence(np.array([0.4, 0.0], np.float32), sound)

    (window,) = waveform_to_windows(song(12).astype(np.float32))
    segment = window_to_segment(window, window_to_evidence, CALIBRATION)

    assert [window] == asked
    assert (0.0, 12.0) == (segment.start_s, segment.end_s)
    assert segment.sound is sound
    assert segment.probabilities is not None
    expected = [1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1))]
    assert expected == pytest.approx(segment.probabilities.tolist())


def test_silent_window_is_not_asked_about() -> None:
    """A silent window has neither genres nor a sound, and the model does not see it."""
    (window,) = waveform_to_windows(np.zeros(5 * 22_050, np.float32))

    segment = window_to_segment(window, lambda _: pytest.fail("asked"), CALIBRATION)

    assert (None, None) == (segment.probabilities, segment.sound)


def test_weight_is_duration_of_music() -> None:
    """Half music counts half; without music a little is left; without knowledge all counts."""
    row = np.array([0.5, 0.5])

    assert 20.0 == Segment(10, 30, row).weight
    assert 10.0 == Segment(10, 30, row, made_sound(0.5)).weight
    assert pytest.approx(20 * LEAST_MUSIC) == Segment(10, 30, row, made_sound(0.0)).weight


def test_applause_says_little_of_the_genre() -> None:
    """A window that is no music hardly moves the track; a silent one does not at all."""
    music = Segment(0, 30, np.array([0.8, 0.2]), made_sound(1.0))
    applause = Segment(30, 60, np.array([0.1, 0.9]), made_sound(0.0))
    silence = Segment(60, 90, None)

    alone = segments_to_probabilities([music])
    together = segments_to_probabilities([music, applause, silence])

    assert alone is not None
    assert together is not None
    assert 0.8 == pytest.approx(alone[0])
    assert 0.8 == pytest.approx(together[0], abs=0.01)
    assert together[0] < alone[0]
    assert segments_to_probabilities([silence]) is None


def test_sound_of_the_track_is_that_of_its_segments() -> None:
    """Durations count; segments without a sound do not, and none at all is None."""
    row = np.array([0.5, 0.5])
    segments = [
        Segment(0, 30, row, made_sound(1.0)),
        Segment(30, 40, row, made_sound(0.0)),
        Segment(40, 60, None),
    ]

    sound = segments_to_sound(segments)

    assert sound is not None
    assert 0.75 == pytest.approx(sound.kinds[0])
    assert segments_to_sound([Segment(0, 30, row), Segment(30, 60, None)]) is None


@pytest.mark.parametrize(
    ("sound", "largest", "expected"),
    [
        (made_sound(0.6, 0.79), 0.5, ("confident", None)),
        (made_sound(0.6, 0.79), 0.499, ("ambiguous", None)),
        (made_sound(0.6, 0.8), 0.9, ("none_of_these", None)),
        (made_sound(0.59, 0.8), 0.9, ("not_music", "tone")),
        (None, 0.9, ("confident", None)),
    ],
)
def test_outcome_at_the_thresholds(
    sound: Sound | None, largest: float, expected: tuple[str, str | None]
) -> None:
    """What is no music is said first, then foreign music, then how sure the genre is."""
    rest = (1 - largest) / 2

    assert expected == track_to_outcome(np.array([largest, rest, rest]), sound, DOUBT)


def test_model_without_thresholds_only_doubts_genres() -> None:
    """Without thresholds no sound is called anything; without probabilities it is silence."""
    plain = Doubt(CALIBRATION)

    assert ("confident", None) == track_to_outcome(np.array([0.9, 0.1]), made_sound(0.0), plain)
    assert ("silence", None) == track_to_outcome(None, None, DOUBT)


def test_whole_way_of_a_file() -> None:
    """A file of 40 s has two segments, its words by name, and how long each stage took."""

    def window_to_evidence(_: Window) -> Evidence:
        scores = np.zeros(len(GENRES), np.float32)
        scores[3] = 2
        return Evidence(scores, made_sound(0.9))

    answer = bytes_to_prediction(to_file(song(40)), 60.0, window_to_evidence, DOUBT)

    assert ("confident", None) == (answer.outcome, answer.kind)
    assert answer.probabilities is not None
    assert 3 == answer.probabilities.argmax()
    assert {"calm": 0.2, "loud": 0.7} == pytest.approx(answer.tags)
    assert [0.0, 40.0] == [answer.segments[0].start_s, answer.segments[-1].end_s]
    assert 2 == len(answer.segments)
    assert {"decode", "predict"} <= set(answer.timing_ms)


def test_silent_file_has_no_words() -> None:
    """Silence has no probabilities, no kind and no words."""
    silence = to_file(np.zeros(5 * 22_050))

    answer = bytes_to_prediction(silence, 60.0, lambda _: pytest.fail("asked"), DOUBT)

    assert ("silence", None, None, None) == (
        answer.outcome,
        answer.kind,
        answer.probabilities,
        answer.tags,
    )
