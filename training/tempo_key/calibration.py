"""Held-out scores → the numbers that make probabilities of them.

Tempo: a temperature, from all held-out spectrograms, because there are four times as many as there
is audio. Key: a temperature and the weight of the profile beside the network, from held-out audio,
which the profile needs. A report calibrates each fold on the other two, so that none sees itself.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from beat_service.analysis.analysis_model import AnalysisCalibration
from beat_service.analysis.tempo import TOLERANCE, probabilities_to_bpm, within_tolerance
from music_genre.audio.scores import scores_to_probabilities
from training.evaluation.folds import FOLDS
from training.evaluation.measures import probabilities_to_threshold
from training.tempo_key.held_out import AudioPrediction, HeldOut, SpectrogramPrediction
from training.tempo_key.mirex import key_to_mirex

CLEAR_PRECISION = 0.8  # [0–1] what keys called clear shall reach on held-out clips
PROFILE_WEIGHTS = (0.0, 4.0, 8.0, 12.0, 16.0, 24.0, 32.0)

Floats = NDArray[np.float32]
Labels = NDArray[np.intp]


def held_out_to_calibration(held_out: HeldOut) -> AnalysisCalibration:
    """Choose what serving needs, from clips that were not trained on."""
    keyed = [one for one in held_out.from_audio if one.clip.key is not None]
    labels = np.array([one.clip.key for one in keyed], np.intp)
    weight = audio_predictions_to_profile_weight(keyed, labels)
    scores = np.stack([one.key.to_scores(weight) for one in keyed])
    hits = scores.argmax(axis=1) == labels
    temperature = scores_to_correctness_temperature(scores, hits, lambda row: float(row.max()))
    rows = scores_to_probabilities(scores, temperature)
    return AnalysisCalibration(
        tempo_temperature=spectrogram_predictions_to_temperature(held_out.from_spectrograms),
        key_temperature=temperature,
        key_profile_weight=weight,
        clear_key_from=probabilities_to_threshold(rows, labels, CLEAR_PRECISION),
    )


def held_out_to_fold_calibrations(held_out: HeldOut) -> dict[str, AnalysisCalibration]:
    """Calibrate for each fold on the other two."""
    return {
        fold: held_out_to_calibration(
            HeldOut(
                [one for one in held_out.from_audio if one.clip.fold != fold],
                [one for one in held_out.from_spectrograms if one.fold != fold],
            )
        )
        for fold in FOLDS
    }


def audio_predictions_to_profile_weight(
    predictions: Sequence[AudioPrediction], labels: Labels
) -> float:
    """Choose the profile's weight under which MIREX's score of the keys is best."""

    def score(weight: float) -> float:
        keys = [int(one.key.to_scores(weight).argmax()) for one in predictions]
        return float(np.mean([key_to_mirex(k, int(t)) for k, t in zip(keys, labels, strict=True)]))

    return max(PROFILE_WEIGHTS, key=score)


def spectrogram_predictions_to_temperature(predictions: Sequence[SpectrogramPrediction]) -> float:
    """Fit the temperature under which the tempo's confidence says how often it is right."""
    scores = np.stack([one.tempo_scores for one in predictions])
    tempi = [probabilities_to_bpm(scores_to_probabilities(row, 1.0)) for row in scores]
    hits = [
        abs(bpm / one.bpm - 1) <= TOLERANCE for bpm, one in zip(tempi, predictions, strict=True)
    ]
    return scores_to_correctness_temperature(
        scores, np.array(hits), lambda row: float(within_tolerance(row).max())
    )


def scores_to_correctness_temperature(
    scores: Floats,
    hits: NDArray[np.bool_],
    to_confidence: Callable[[NDArray[np.float64]], float],
) -> float:
    """Fit the temperature to correctness: the least log loss of "this answer is right"."""

    def loss(log_temperature: float) -> float:
        rows = scores_to_probabilities(scores, math.exp(log_temperature))
        confidence = np.clip([to_confidence(row) for row in rows], 1e-6, 1 - 1e-6)
        return float(-np.where(hits, np.log(confidence), np.log(1 - confidence)).mean())

    return math.exp(minimize_scalar(loss, bounds=(-2, 3), method="bounded").x)
