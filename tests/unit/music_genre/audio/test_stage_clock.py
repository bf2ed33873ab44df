"""Stages of an answer and how long they took."""

import pytest

from music_genre.audio.stage_clock import StageClock


def test_every_stage_lasts_from_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lap is measured from the last one, `total` from the start to the last lap."""
    times_s = iter([10.0, 10.25, 10.75])
    monkeypatch.setattr("music_genre.audio.stage_clock.perf_counter", lambda: next(times_s))

    clock = StageClock()
    clock.lap("decode")
    clock.lap("predict")

    assert {"decode": 250, "predict": 500, "total": 750} == clock.timing_ms
    assert ["decode", "predict", "total"] == list(clock.timing_ms)
