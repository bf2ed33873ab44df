"""Clips with a network's scores, made up for tests of calibration and measures."""

import numpy as np

from training.tempo_key.candidate_features import bpm_to_target
from training.tempo_key.held_out import SpectrogramPrediction


def judged(right: bool, sharpness: float, bpm: float = 100.0) -> SpectrogramPrediction:
    """Make a clip whose network is for its tempo, or for one that has nothing to do with it."""
    target = bpm_to_target(bpm if right else 1.3 * bpm)
    return SpectrogramPrediction("1", "jazz", bpm, (sharpness * np.log(target)).astype(np.float32))
