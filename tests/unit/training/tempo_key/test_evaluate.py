"""Measures of tempo and key."""

import numpy as np

from beat_service.analysis.analysis_model import AnalysisCalibration
from training.tempo_key.candidate_features import bpm_to_target
from training.tempo_key.evaluate import (
    confidence_to_expected_ece,
    spectrogram_predictions_to_measures,
)
from training.tempo_key.held_out import SpectrogramPrediction


def judged(right: bool, sharpness: float, bpm: float = 100.0) -> SpectrogramPrediction:
    """Make a clip whose network is for its tempo, or for one that has nothing to do with it."""
    target = bpm_to_target(bpm if right else 1.3 * bpm)
    return SpectrogramPrediction("1", "jazz", bpm, (sharpness * np.log(target)).astype(np.float32))


def test_expected_ece_falls_with_clips() -> None:
    """What chance alone measures is small for many clips and large for few."""
    random = np.random.default_rng(5)
    few, many = random.uniform(0.2, 1, 50), random.uniform(0.2, 1, 5000)

    assert confidence_to_expected_ece(few) > 0.1
    assert confidence_to_expected_ece(many) < 0.02


def test_measures_of_spectrograms() -> None:
    """Half of the clips right is an accuracy of a half, by either kind of music."""
    predictions = [judged(right, 1.0) for right in (True, False) * 10]
    calibration = AnalysisCalibration(
        tempo_temperature=1.0, key_temperature=1.0, key_profile_weight=1.0, clear_key_from=0.5
    )
    measures = spectrogram_predictions_to_measures(predictions, [calibration] * len(predictions))

    assert 0.5 == measures["ours"]["accuracy_1"]["accuracy"]
    assert 0.5 == measures["ours_others"]["accuracy_2"]["accuracy"]
    assert {"n_clips": 0} == measures["ours_classical"]
