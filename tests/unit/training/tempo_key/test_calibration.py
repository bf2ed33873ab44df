"""Scores of tempo and key → probabilities that say how often they are right."""

import numpy as np
import pytest
from unit.training.tempo_key.judged_clips import judged

from beat_service.analysis.key import KeyEvidence
from beat_service.analysis.pulse_model import Pulse
from beat_service.analysis.tempogram import candidate_tempi
from music_genre.audio.scores import scores_to_probabilities
from training.tempo_key.calibration import (
    audio_predictions_to_profile_weight,
    spectrogram_predictions_to_temperature,
)
from training.tempo_key.candidate_features import BeatClip
from training.tempo_key.held_out import AudioPrediction

NOTHING = np.zeros(0, np.float32)


SILENT = Pulse(np.zeros(0), np.zeros(0))


def keyed(learned: np.ndarray, fit: np.ndarray, key: int) -> AudioPrediction:
    """Make a clip of which only the key matters."""
    clip = BeatClip("clip", "jazz", "1", None, key, None, NOTHING)
    evidence = KeyEvidence(learned.astype(np.float32), fit.astype(np.float64))
    return AudioPrediction(clip, NOTHING, NOTHING, SILENT, NOTHING, evidence)


@pytest.mark.parametrize("profile_knows", [True, False])
def test_weight_follows_who_knows(profile_knows: bool) -> None:
    """Where the profile knows the key it has a weight, where the network knows all keys, none."""
    random = np.random.default_rng(4)
    labels = random.integers(0, 24, 60)
    knowing = np.eye(24)[labels]
    guessing = random.normal(size=(60, 24))
    pairs = zip(guessing, knowing, labels, strict=True)
    if not profile_knows:
        pairs = zip(10 * knowing, guessing, labels, strict=True)
    weight = audio_predictions_to_profile_weight(
        [keyed(*pair) for pair in pairs], labels.astype(np.intp)
    )

    assert profile_knows == (weight > 0)


def test_temperature_takes_back_what_is_too_sure() -> None:
    """Scores that are sure and right in half of the clips get a confidence of about a half."""
    predictions = [judged(right, 3.0) for right in (True, False) * 20]
    probabilities = scores_to_probabilities(
        predictions[0].tempo_scores, spectrogram_predictions_to_temperature(predictions)
    )
    near = np.abs(np.log(candidate_tempi() / 100)) <= np.log(1.04)

    assert 0.5 == pytest.approx(probabilities[near].sum(), abs=0.1)
