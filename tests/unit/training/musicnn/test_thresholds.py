"""From where on a model says `not_music` and `none_of_these`."""

import json
from pathlib import Path

import numpy as np
import pytest
from own_music import own_clip

from music_genre.audio.evidence import SoundThresholds
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.windows import waveform_to_windows
from svm_service.learnt import window_to_learnt
from tools.signals import Floats, sine
from training.data.dataset import Clip, waveform_to_spectrograms
from training.musicnn.thresholds import (
    ALWAYS_MUSIC,
    NEVER,
    clips_to_music,
    clips_to_thresholds,
    music_to_threshold,
    report_to_thresholds,
)
from training.settings import NETWORK, SOUNDS_REPORT, TrainingSettings

DEFAULT = 0.33
LOUD = 0.5


def samples_to_clip(samples: Floats, genre: str) -> Clip:
    """Make a clip with audio."""
    made = waveform_to_spectrograms(samples.astype(np.float32))
    return Clip("a clip", genre, "all", "1", made.log_mel, musicnn_mel=made.musicnn_mel)


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    """Make tones, which the network finds to be no music, and a made song, which is music."""
    tones = [samples_to_clip(own_clip("kizomba", number), "kizomba") for number in range(3)]
    return [*tones, samples_to_clip(own_clip("forró", 0), "forró")]


def test_shipped_thresholds_are_those_of_the_report(tmp_path: Path) -> None:
    """What `make train-sounds` has found stands in its report."""
    report = json.loads(SOUNDS_REPORT.read_text())
    other = tmp_path / "sounds.json"
    other.write_text(json.dumps(report | {"music_from": 0.25, "foreign_from": 0.75}))

    assert SoundThresholds(report["music_from"], report["foreign_from"]) == report_to_thresholds()
    assert SoundThresholds(0.25, 0.75) == report_to_thresholds(other)


def test_clips_are_heard_as_the_service_hears_them(clips: list[Clip]) -> None:
    """A clip of one window is as probably music as its window is; without audio it is unknown."""
    samples = own_clip("forró", 0).astype(np.float32)
    (window,) = waveform_to_windows(samples)
    served = window_to_learnt(window, OnnxGraph(NETWORK, 0)).sound.kinds[0]
    stored = Clip("stored", "forró", "all", "1", clips[0].log_mel)

    music = clips_to_music([clips[-1], stored])

    assert served == pytest.approx(float(music[0]), abs=1e-5)
    assert np.isnan(music[1])


def test_own_clips_stay_music(
    clips: list[Clip], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the network takes for tones is music where somebody says so, and is never foreign."""
    thresholds = clips_to_thresholds(clips, TrainingSettings(build_dir=tmp_path))

    unheard = samples_to_clip(own_clip("kizomba", 20), "kizomba")
    music = clips_to_music([*clips, unheard])
    assert music[0] < report_to_thresholds().music_from
    assert (music >= thresholds.music_from).all()
    assert NEVER == thresholds.foreign_from
    assert NEVER > 1
    assert f"under a probability of {thresholds.music_from:.2g} instead" in capsys.readouterr().out


def test_not_music_is_still_found(
    clips: list[Clip], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the own clips sound like music, the thresholds are no lower than the shipped ones."""
    songs = [clip for clip in clips if clip.genre == "forró"]

    thresholds = clips_to_thresholds(songs, TrainingSettings(build_dir=tmp_path))

    assert report_to_thresholds().music_from == thresholds.music_from
    assert "not_music" not in capsys.readouterr().out
    (tone,) = clips_to_music([samples_to_clip(LOUD * sine(440, 3), "tone")])
    assert tone < thresholds.music_from


def test_no_clip_of_few_is_lost() -> None:
    """The threshold is below the least of a genre by its deviation, in logarithms of odds."""
    odds = np.array([-5.0, -3.0, -1.0])

    threshold = music_to_threshold({"polka": list(1 / (1 + np.exp(-odds)))}, DEFAULT)

    assert -5 - odds.std() == pytest.approx(np.log(threshold / (1 - threshold)))


@pytest.mark.parametrize(("n_clips", "n_lost"), [(99, 0), (100, 1), (199, 1), (200, 2)])
def test_of_many_one_in_a_hundred_is_lost(n_clips: int, n_lost: int) -> None:
    """From a hundred clips of a genre on, at most one in a hundred is below the threshold."""
    music = np.linspace(0.001, 0.3, n_clips)

    threshold = music_to_threshold({"polka": music.tolist()}, DEFAULT)

    assert n_lost == (music < threshold).sum()


def test_every_genre_counts() -> None:
    """A small genre is not lost beside a large one, whichever comes first."""
    large, small = [0.99] * 900, [0.02] * 8

    threshold = music_to_threshold({"rock": large, "noise": small}, DEFAULT)

    assert 0.02 == pytest.approx(threshold)
    assert threshold == music_to_threshold({"noise": small, "rock": large}, DEFAULT)


@pytest.mark.parametrize("music", [[DEFAULT, 0.4, 1.0], [0.99] * 100, [0.1] + [0.9] * 99])
def test_default_is_the_most(music: list[float]) -> None:
    """Clips that are music leave the threshold where it was measured, and one in a hundred too."""
    assert DEFAULT == music_to_threshold({"rock": music}, DEFAULT)


def test_how_surely_the_others_are_music_does_not_matter() -> None:
    """A clip under the default lowers the threshold alike beside clips just over and far over."""
    near, far = [0.1] + [0.34] * 7, [0.1] + [0.999] * 7

    threshold = music_to_threshold({"rock": near}, DEFAULT)

    assert threshold < 0.1
    assert threshold == music_to_threshold({"rock": far}, DEFAULT)


@pytest.mark.parametrize("music", [[np.nan] * 8, [0.0] * 8])
def test_unknown_clips_make_everything_music(music: list[float]) -> None:
    """Clips without audio, or surely no music, leave nothing that could be told from them."""
    assert ALWAYS_MUSIC == music_to_threshold({"rock": [0.9] * 8, "stored": music}, DEFAULT)


def test_clips_without_audio_are_left_out() -> None:
    """Those of a genre that have audio speak for it."""
    with_audio = music_to_threshold({"polka": [0.1, 0.2]}, DEFAULT)

    assert with_audio == music_to_threshold({"polka": [0.1, np.nan, 0.2]}, DEFAULT)
