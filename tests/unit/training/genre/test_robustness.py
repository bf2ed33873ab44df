"""What is left of the accuracy after codecs, noise and cuts."""

import json
from pathlib import Path

import numpy as np
import pytest
from unit.training.genre.made_recipes import GENRES, made_clips, made_recipe

from tools.signals import song, to_file
from training.data.dataset import waveform_to_spectrograms
from training.genre import robustness
from training.genre.robustness import (
    EXCERPT_FROM_S,
    folder_to_waveforms,
    probabilities_to_row,
    varied_clips,
)
from training.genre.variants import VARIANTS

TABLE = """clip,genre,audio,fold
long,rock,long.wav,1
short,rock,short.wav,1
unknown,rock,long.wav,
broken,rock,broken.wav,2
stored,rock,,3
"""


def test_long_clips_of_known_artists_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shorter ones, those without a fold or audio are passed over; a broken one is named."""
    (tmp_path / "clips.csv").write_text(TABLE)
    (tmp_path / "long.wav").write_bytes(to_file(song(EXCERPT_FROM_S)))
    (tmp_path / "short.wav").write_bytes(to_file(song(EXCERPT_FROM_S - 0.1)))
    (tmp_path / "broken.wav").write_bytes(b"no audio at all")

    waveforms = folder_to_waveforms(tmp_path)

    assert ["long"] == list(waveforms)
    assert EXCERPT_FROM_S * 22_050 == len(waveforms["long"])
    assert "left out: broken (not audio)" in capsys.readouterr().err


def test_spectrograms_are_of_the_varied_audio() -> None:
    """As it is, a clip has its audio's spectrograms; through a telephone it has others."""
    clip, waveform = made_clips()[0], song(16).astype(np.float32)

    (same,) = varied_clips([clip], {clip.name: waveform}, "as it is")
    (other,) = varied_clips([clip], {clip.name: waveform}, "telephone, 8 kHz")

    heard = waveform_to_spectrograms(waveform)
    np.testing.assert_array_equal(heard.log_mel, same.log_mel)
    assert same.musicnn_mel is not None
    assert other.musicnn_mel is not None
    np.testing.assert_array_equal(heard.musicnn_mel, same.musicnn_mel)
    assert np.abs(same.musicnn_mel - other.musicnn_mel).max() > 1
    assert same.log_mel.shape == other.log_mel.shape
    assert np.abs(same.log_mel - other.log_mel).max() > 10
    assert (clip.genre, clip.fold) == (other.genre, other.fold)


def test_confidence_is_that_of_unchanged_clips() -> None:
    """What reaches the threshold is counted as said with confidence, right or wrong."""
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.9, 0.1]])

    row = probabilities_to_row(probabilities, np.array([0, 1, 0, 1]), confident_from=0.8)

    assert 0.75 == row["accuracy"]
    assert {"share": 0.75, "precision": pytest.approx(2 / 3)} == row["confident"]
    unsure = probabilities_to_row(probabilities, np.array([0, 1, 0, 1]), confident_from=0.95)
    assert {"share": 0.0, "precision": 0.0} == unsure["confident"]


def test_command_writes_every_variant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only clips with audio are counted; each variant has its row and its line."""
    clips = made_clips()
    audio = {
        clip.name: song(2, bpm=90 + 5 * n).astype(np.float32) for n, clip in enumerate(clips[:6])
    }
    monkeypatch.setattr(robustness, "folder_to_clips", lambda _: clips)
    monkeypatch.setattr(robustness, "folder_to_waveforms", lambda _: audio)
    monkeypatch.setattr(robustness, "made_backbone", lambda *_: tmp_path / "none.onnx")
    monkeypatch.setattr(robustness, "clips_to_recipes", lambda *_: [made_recipe(clips)])
    monkeypatch.setattr(robustness, "ROBUSTNESS_REPORT", tmp_path / "robustness.json")

    robustness.main()

    report = json.loads((tmp_path / "robustness.json").read_text())
    assert ["svm", "ensemble"] == list(report)
    rows = report["svm"]
    assert list(VARIANTS) == list(rows) == list(report["ensemble"])
    assert {6} == {row["n_clips"] for row in rows.values()}
    assert len(GENRES) == len({clip.genre for clip in clips})
    assert len(VARIANTS) == capsys.readouterr().out.count("svm ")
