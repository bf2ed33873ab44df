"""Excerpts of every duration, and the temperature of each."""

import json
from pathlib import Path

import numpy as np
import pytest
from unit.training.genre.made_recipes import GENRES, N_CLIPS, made_clips, made_held_out, made_recipe

from music_genre.audio.constants import WINDOW_S
from training.data.dataset import Clip
from training.evaluation.folds import HeldOut
from training.genre import durations
from training.genre.crossvalidate import recipe_to_held_out
from training.genre.durations import (
    DURATIONS_S,
    clip_to_excerpt,
    held_out_to_row,
    held_out_to_temperatures,
    recipe_to_held_out_by_duration,
)


def test_excerpt_is_the_middle() -> None:
    """Ten seconds of thirty begin at ten; a clip that is shorter stays whole."""
    log_mel = np.tile(np.arange(387, dtype=np.float32), (128, 1))
    clip = Clip("made", "jazz", "all", "1", log_mel)

    excerpt = clip_to_excerpt(clip, 10).log_mel

    assert 129 == excerpt.shape[1]
    assert (129, 257) == (excerpt[0, 0], excerpt[0, -1])
    assert 387 == clip_to_excerpt(clip, 60).log_mel.shape[1]


def test_excerpt_of_the_audio_is_its_middle_too() -> None:
    """Three seconds of both spectrograms are cut around the same moment; shorter ones stay."""
    log_mel = np.tile(np.arange(387, dtype=np.float32), (128, 1))
    musicnn_mel = np.repeat(np.arange(1876, dtype=np.float32)[:, None], 96, axis=1)
    clip = Clip("made", "jazz", "all", "1", log_mel, musicnn_mel=musicnn_mel)

    excerpt = clip_to_excerpt(clip, 3).musicnn_mel
    whole = clip_to_excerpt(clip, 60).musicnn_mel

    assert excerpt is not None
    assert whole is not None
    assert (188, 96) == excerpt.shape
    assert (844, 1031) == (excerpt[0, 0], excerpt[-1, 0])
    assert len(musicnn_mel) == len(whole)


def test_each_duration_has_its_temperature() -> None:
    """Scores that are twice as large at the same accuracy want twice the temperature."""
    held = made_held_out(0, 0.8)
    doubled = HeldOut(2 * held.scores, held.labels, held.folds)

    temperatures = held_out_to_temperatures({30.0: held, 3.0: doubled})
    row = held_out_to_row(doubled, temperatures[30.0])

    assert [3.0, 30.0] == list(temperatures)
    assert 2 * temperatures[30.0] == pytest.approx(temperatures[3.0], rel=0.02)
    assert row["confidence_uncorrected"] > row["confidence"] + 0.03


def test_every_duration_is_scored_by_models_of_whole_clips() -> None:
    """Each clip with a fold is held out at every duration; the whole ones are the folds' own."""
    clips = made_clips()
    recipe = made_recipe(clips)

    by_duration = recipe_to_held_out_by_duration(recipe, clips, GENRES)

    whole = recipe_to_held_out(recipe, clips, GENRES)
    assert list(DURATIONS_S) == list(by_duration)
    assert {N_CLIPS - 1} == {len(held.labels) for held in by_duration.values()}
    np.testing.assert_allclose(whole.scores, by_duration[WINDOW_S].scores, atol=1e-4)
    assert not np.allclose(whole.scores, by_duration[3.0].scores, atol=1e-4)


def test_command_writes_a_row_for_each_duration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is printed for a model and a duration is in the report."""
    clips = made_clips()
    monkeypatch.setattr(durations, "folder_to_clips", lambda _: clips)
    monkeypatch.setattr(durations, "made_backbone", lambda *_: tmp_path / "none.onnx")
    monkeypatch.setattr(durations, "clips_to_recipes", lambda *_: [made_recipe(clips)])
    monkeypatch.setattr(durations, "DURATIONS_REPORT", tmp_path / "durations.json")

    durations.main()

    report = json.loads((tmp_path / "durations.json").read_text())
    assert ["svm", "ensemble"] == list(report)
    for rows in report.values():
        assert list(DURATIONS_S) == [row["duration_s"] for row in rows]
    assert [row["accuracy"] for row in report["svm"]] == pytest.approx(
        [row["accuracy"] for row in report["ensemble"]]
    )  # of one model alone, both together are that one
    printed = capsys.readouterr().out
    assert f"svm         3 s: right {report['svm'][0]['accuracy']:.1%}" in printed
