"""Predictions by networks of other folds."""

from pathlib import Path

import pytest

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.settings import ANALYSIS_DIR
from training.tempo_key.candidate_features import (
    folder_to_beat_clips,
)
from training.tempo_key.held_out import clips_to_audio_predictions


@pytest.mark.data
def test_labelled_clips_are_predicted(gtzan_dir: Path) -> None:
    """The served networks predict clips with 15 s of audio and leave out those with less."""
    clips = folder_to_beat_clips(gtzan_dir)
    model = folder_to_analysis_model(ANALYSIS_DIR)
    predictions = clips_to_audio_predictions(clips[:6], model.tempo, model.key)

    assert len(clips) > 600
    assert predictions
    assert all(len(one.waveform) >= 14.9 * 22_000 for one in predictions)
