"""Measures of tempo and key."""

from dataclasses import replace

import numpy as np
import pytest
from unit.training.tempo_key.judged_clips import judged

from beat_service.analysis.analysis_model import AnalysisCalibration
from beat_service.analysis.key import KeyEvidence
from training.tempo_key import evaluate
from training.tempo_key.candidate_features import BeatClip, bpm_to_target
from training.tempo_key.evaluate import (
    audio_predictions_to_key_measures,
    audio_predictions_to_report,
    confidence_to_expected_ece,
    report_to_text,
    spectrogram_predictions_to_measures,
)
from training.tempo_key.held_out import AudioPrediction

NOTHING = np.zeros(0, np.float32)
CALIBRATION = AnalysisCalibration(
    tempo_temperature=1.0, key_temperature=1.0, key_profile_weight=1.0, clear_key_from=0.5
)


def clip(bpm: float | None, key: int | None) -> BeatClip:
    """Make a clip with these labels and without audio."""
    return BeatClip("clip", "jazz", "1", bpm, key, None, NOTHING)


def predicted(bpm: float, key: int) -> AudioPrediction:
    """Make a prediction that is sure of this tempo and this key."""
    scores = (4 * np.log(bpm_to_target(bpm))).astype(np.float32)
    evidence = KeyEvidence(9 * np.eye(24, dtype=np.float32)[key], np.zeros(24))
    onsets = np.zeros((3, 860), np.float32)
    return AudioPrediction(clip(bpm, key), NOTHING, onsets, scores, evidence)


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


def test_audio_is_measured_beside_librosa(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tempo and key are counted where they are known; all of it can be printed."""
    monkeypatch.setattr(evaluate, "waveform_to_librosa_bpm", lambda _: 200.0)
    monkeypatch.setattr(evaluate, "waveform_to_krumhansl_key", lambda _: 7)
    known = replace(predicted(100.0, key=0), clip=clip(100.0, 0))
    without = replace(predicted(100.0, key=0), clip=clip(None, None))

    report = audio_predictions_to_report([known, without], [CALIBRATION] * 2)

    assert 2 == report["n_clips"]
    assert 1 == report["tempo"]["ours"]["accuracy_1"]["n_clips"]
    assert 1 == report["tempo"]["ours"]["accuracy_1"]["accuracy"]
    assert (0, 1) == tuple(
        report["tempo"]["librosa"][name]["accuracy"] for name in ("accuracy_1", "accuracy_2")
    )
    assert (1, 1) == (report["key"]["ours"]["exact"]["accuracy"], report["key"]["ours"]["mirex"])
    assert 0.5 == report["key"]["krumhansl"]["mirex"]
    assert {"share": 1, "right": 1} == report["key"]["clear"]
    assert {"ours", "others"} == set(report["beats"])
    assert (1, 0) == (report["beats"]["ours"]["n_clips"], report["beats"]["ours"]["mean"])
    text = report_to_text(report)
    assert "called clear: 100%, right then 100%" in text
    assert "expected under perfect calibration on so few clips" in text
    assert "of spectrograms" not in text


def test_nothing_clear_has_no_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no key reaches the threshold, none was right or wrong."""
    monkeypatch.setattr(evaluate, "waveform_to_krumhansl_key", lambda _: 7)
    unclear = CALIBRATION.model_copy(update={"clear_key_from": 1.1})

    measures = audio_predictions_to_key_measures([predicted(100.0, key=0)], [unclear])

    assert {"share": 0, "right": None} == measures["clear"]
