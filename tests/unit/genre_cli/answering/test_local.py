"""Answers of this process."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from live.small_disks import fill, small_disk

from beat_service.catalogue.database import BEATS, url_to_engine
from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.answering.local import LocalAnswers
from music_genre.audio.errors import NotAudioError
from music_genre.webapi.problems import ApiError
from tools.processes import ROOT
from tools.signals import to_file

JAZZ = ROOT / "frontend" / "static" / "examples" / "jazz.mp3"
ANSWERS = LocalAnswers("en")


def test_both_models_come_to_a_verdict() -> None:
    """The body is that of `/api/predict`, without a beat."""
    body = ANSWERS.predict(JAZZ.read_bytes())

    assert {"svm", "vgg19", "ensemble", "agreement"} == body.keys()
    assert ("jazz", "confident") == (body["ensemble"]["genre"], body["ensemble"]["outcome"])


def test_silence_has_neither_genre_nor_beat() -> None:
    """Silence is an answer, and no beat goes with it."""
    silence = to_file(np.zeros(5 * 22_050))

    assert "silence" == ANSWERS.predict(silence)["ensemble"]["outcome"]
    body = ANSWERS.beats(silence)
    assert ("silence", None) == (body["outcome"], body["recommended_beat"])


def test_a_genre_that_does_not_exist() -> None:
    """It is refused by the services' code."""
    with pytest.raises(ApiError, match="unknown_genre"):
        ANSWERS.explain(JAZZ.read_bytes(), "polka", None)


def test_what_is_no_audio() -> None:
    """It is refused as the services do."""
    with pytest.raises(NotAudioError):
        ANSWERS.predict(b"words and words")


def test_beats_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are there are recommended; where they have yet to come, that is told in a line."""
    with small_disk(tmp_path / "disk") as disk:
        url = f"sqlite:///{disk / 'beats.db'}"
        monkeypatch.setenv("DATABASE_URL", url)
        url_to_engine(url, replace(BEATS, keeps_connections=False))  # without a beat so far
        taken = fill(disk)
        with pytest.raises(NobodyAnswersError, match=r"beats\.db: the disk is full"):
            LocalAnswers("en").beats(JAZZ.read_bytes())

        taken.unlink()
        recommended = LocalAnswers("en").beats(JAZZ.read_bytes())["recommended_beat"]
        fill(disk)
        assert recommended == LocalAnswers("en").beats(JAZZ.read_bytes())["recommended_beat"]
