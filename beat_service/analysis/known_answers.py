"""The tempo and key networks asked about the known window, and held to the known answers."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisCalibration, AnalysisModel, Scorer
from beat_service.analysis.key import log_mels_to_key_evidence
from beat_service.analysis.tempo import log_mels_to_tempo_scores
from music_genre.audio.arithmetic import ArithmeticCheck, graphs_to_checked
from music_genre.audio.known_song import known_window
from music_genre.audio.scores import scores_to_probabilities
from music_genre.audio.track import window_to_log_mel

TEMPO_ANSWER: Final = "tempo"
KEY_ANSWER: Final = "key"


def scorers_to_known_answers(
    tempo: Scorer, key: Scorer, calibration: AnalysisCalibration
) -> dict[str, NDArray[np.float64]]:
    """Compute the probability of every tempo, float64 `(n_tempi,)`, and of every key, `(24,)`."""
    window = known_window()
    log_mels = [window_to_log_mel(window)]
    tempo_scores = log_mels_to_tempo_scores(log_mels, [window.duration_s], tempo)
    evidence = log_mels_to_key_evidence(log_mels, [window], key)
    key_scores = evidence.to_scores(calibration.key_profile_weight)
    return {
        TEMPO_ANSWER: scores_to_probabilities(tempo_scores, calibration.tempo_temperature),
        KEY_ANSWER: scores_to_probabilities(key_scores, calibration.key_temperature),
    }


def model_to_checked(model: AnalysisModel) -> ArithmeticCheck:
    """Let the networks compute exactly if this processor gets the known answers wrong.

    Raises `ModelBundleError` if that is wrong too.
    """
    manifest = model.manifest
    return graphs_to_checked(
        manifest.name,
        [model.tempo.graph, model.key.graph],
        manifest.known_answers,
        lambda: scorers_to_known_answers(model.tempo, model.key, manifest.calibration),
    )
