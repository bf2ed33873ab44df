"""Measure tempo and key on real audio: `python -m training.tempo_key.evaluate`.

Without arguments: every clip of `$GTZAN_DIR` with 15 s of audio or more, by networks that
were trained without its artists. With `--served --data DIR`: the model that the service loads, on
clips that it has not been trained on, laid out like `gtzan/`.

Tempo counts as right within 4 %: accuracy 1 at the very tempo, accuracy 2 also at half, double, a
third and triple of it (Gouyon et al. 2006). Key: exact, and weighted as MIREX does: a fifth above
0.5, relative 0.3, parallel 0.2.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisCalibration, folder_to_analysis_model
from beat_service.analysis.tempo import (
    probabilities_to_bpm,
    scores_to_tempo,
    within_tolerance,
)
from beat_service.settings import ANALYSIS_DIR
from music_genre.audio.scores import scores_to_probabilities
from training.bundle import write_json
from training.data.dataset import DatasetError
from training.data.groove import folder_to_performances
from training.evaluation.measures import expected_calibration_error, hits_to_accuracy
from training.genre.crossvalidate import settings_to_held_out_genres
from training.markdown import measures_to_cell
from training.playing.soft_music import soft_music
from training.playing.sound_fonts import TRAINING_FONT, installed
from training.settings import REPORTS, TrainingSettings
from training.tempo_key.beats import (
    audio_predictions_to_beat_measures,
    kept_steps_to_measures,
    performances_to_kept_steps,
    report_to_beat_lines,
)
from training.tempo_key.calibration import held_out_to_fold_calibrations
from training.tempo_key.candidate_features import folder_to_beat_clips
from training.tempo_key.genre_prior import (
    GENRE_TEMPO_REPORT,
    held_out_to_genre_tempo_report,
    report_to_lines,
)
from training.tempo_key.held_out import (
    AudioPrediction,
    HeldOut,
    SpectrogramPrediction,
    clips_to_audio_predictions,
    clips_to_candidate_features,
    clips_to_held_out,
)
from training.tempo_key.librosa_baseline import waveform_to_krumhansl_key, waveform_to_librosa_bpm
from training.tempo_key.mirex import bpm_hits, key_to_mirex

BEATS_REPORT = REPORTS / "beats.json"
CALIBRATED_DRAWS = 200


def audio_predictions_to_tempo_measures(
    predictions: Sequence[AudioPrediction], calibrations: Sequence[AnalysisCalibration]
) -> dict[str, Any]:
    """Measure our tempo and librosa's by kind of music, and how well confidence is calibrated."""
    known = [(one, c) for one, c in zip(predictions, calibrations, strict=True) if one.clip.bpm]
    tempi = [scores_to_tempo(one.tempo_scores, c.tempo_temperature, one.onsets) for one, c in known]
    truths = [one.clip.bpm or 0.0 for one, _ in known]
    ours = np.array([bpm_hits(t.bpm, truth) for t, truth in zip(tempi, truths, strict=True)])
    plain = [
        bpm_hits(waveform_to_librosa_bpm(one.waveform), truth)
        for (one, _), truth in zip(known, truths, strict=True)
    ]
    confidence = np.array([tempo.confidence for tempo in tempi])
    labels = np.where(ours[:, 0], 0, 1).astype(np.intp)
    return _by_kind(ours, [one.clip.genre for one, _ in known]) | {
        "librosa": _accuracies(np.array(plain)),
        "ece": expected_calibration_error(confidence[:, None], labels),
        "ece_of_honest": confidence_to_expected_ece(confidence),
    }


def spectrogram_predictions_to_measures(
    predictions: Sequence[SpectrogramPrediction], calibrations: Sequence[AnalysisCalibration]
) -> dict[str, Any]:
    """Measure tempo on spectrograms: more clips, all genres, no librosa beside it."""
    rows = [
        scores_to_probabilities(one.tempo_scores, c.tempo_temperature)
        for one, c in zip(predictions, calibrations, strict=True)
    ]
    hits = np.array(
        [
            bpm_hits(probabilities_to_bpm(r), one.bpm)
            for r, one in zip(rows, predictions, strict=True)
        ]
    )
    confidence = np.array([min(within_tolerance(row).max(), 1) for row in rows])
    labels = np.where(hits[:, 0], 0, 1).astype(np.intp)
    return _by_kind(hits, [one.genre for one in predictions]) | {
        "ece": expected_calibration_error(confidence[:, None], labels),
        "ece_of_honest": confidence_to_expected_ece(confidence),
    }


def _by_kind(hits: Any, genres: Sequence[str]) -> dict[str, Any]:
    classical = np.array(genres) == "classical"
    return {
        "ours": _accuracies(hits),
        "ours_classical": _accuracies(hits[classical]),
        "ours_others": _accuracies(hits[~classical]),
    }


def confidence_to_expected_ece(confidence: NDArray[np.float64]) -> float:
    """Expect the calibration error of perfect calibration on as many clips, by drawing, 0–1."""
    random = np.random.default_rng(0)
    draws = [
        expected_calibration_error(
            confidence[:, None], (random.random(len(confidence)) >= confidence).astype(np.intp)
        )
        for _ in range(CALIBRATED_DRAWS)
    ]
    return float(np.mean(draws))


def _accuracies(hits: Any) -> dict[str, Any]:
    if not len(hits):
        return {"n_clips": 0}
    return {
        "accuracy_1": hits_to_accuracy(int(hits[:, 0].sum()), len(hits)),
        "accuracy_2": hits_to_accuracy(int(hits[:, 1].sum()), len(hits)),
    }


def audio_predictions_to_key_measures(
    predictions: Sequence[AudioPrediction], calibrations: Sequence[AnalysisCalibration]
) -> dict[str, Any]:
    """Measure our key and Krumhansl's, exact and weighted, and the calibration of ours."""
    known = [
        (one, c)
        for one, c in zip(predictions, calibrations, strict=True)
        if one.clip.key is not None
    ]
    truths = np.array([one.clip.key for one, _ in known], np.intp)
    rows = np.stack(
        [
            scores_to_probabilities(o.key.to_scores(c.key_profile_weight), c.key_temperature)
            for o, c in known
        ]
    )
    plain = np.array([waveform_to_krumhansl_key(one.waveform) for one, _ in known])
    return {
        "ours": _key_scores(rows.argmax(axis=1), truths),
        "krumhansl": _key_scores(plain, truths),
        "ece": expected_calibration_error(rows, truths),
        "ece_of_honest": confidence_to_expected_ece(rows.max(axis=1)),
        "clear": _clear(rows, truths, [c.clear_key_from for _, c in known]),
    }


def _clear(rows: Any, truths: Any, clear_from: Sequence[float]) -> dict[str, Any]:
    """How many keys are called clear, and how many of those are right."""
    clear = rows.max(axis=1) >= np.array(clear_from)
    hits = rows.argmax(axis=1) == truths
    right = float(hits[clear].mean()) if clear.any() else None
    return {"share": float(clear.mean()), "right": right}


def _key_scores(keys: Any, truths: Any) -> dict[str, Any]:
    weighted = [key_to_mirex(int(k), int(t)) for k, t in zip(keys, truths, strict=True)]
    exact = hits_to_accuracy(int((keys == truths).sum()), len(keys))
    return {"exact": exact, "mirex": float(np.mean(weighted))}


def audio_predictions_to_report(
    predictions: Sequence[AudioPrediction], calibrations: Sequence[AnalysisCalibration]
) -> dict[str, Any]:
    """Measure tempo and key, with how many clips there are."""
    return {
        "n_clips": len(predictions),
        "tempo": audio_predictions_to_tempo_measures(predictions, calibrations),
        "key": audio_predictions_to_key_measures(predictions, calibrations),
        "beats": audio_predictions_to_beat_measures(predictions, calibrations),
    }


def held_out_to_report(held_out: HeldOut) -> dict[str, Any]:
    """Measure held-out clips, each fold calibrated on the other two, and spectrograms too."""
    by_fold = held_out_to_fold_calibrations(held_out)
    report = audio_predictions_to_report(
        held_out.from_audio, [by_fold[one.clip.fold] for one in held_out.from_audio]
    )
    of_spectrograms = spectrogram_predictions_to_measures(
        held_out.from_spectrograms, [by_fold[one.fold] for one in held_out.from_spectrograms]
    )
    return report | {
        "spectrograms": {"n_clips": len(held_out.from_spectrograms), "tempo": of_spectrograms}
    }


def report_to_text(report: dict[str, Any]) -> str:
    """Write tables for the terminal."""
    lines = _tempo_lines("tempo of audio", report["tempo"])
    if "spectrograms" in report:
        lines += _tempo_lines("of spectrograms", report["spectrograms"]["tempo"])
    lines += report_to_beat_lines(report)
    lines.append(f"{'key':<16} clips  exact (95 % interval)        MIREX weighted")
    for name in ("ours", "krumhansl"):
        measures = report["key"][name]
        exact = measures["exact"]
        lines.append(
            f"{name:<16} {exact['n_clips']:5}  {measures_to_cell(exact)}   {measures['mirex']:.3f}"
        )
    lines.append(_ece_text(report["key"]))
    clear = report["key"]["clear"]
    right = "" if clear["right"] is None else f", right then {clear['right']:.0%}"
    lines.append(f"called clear: {clear['share']:.0%}{right}")
    return "\n".join(lines)


def _tempo_lines(title: str, tempo: dict[str, Any]) -> list[str]:
    lines = [f"{title:<16} clips  accuracy 1 (95 % interval)   accuracy 2 (95 % interval)"]
    for name in ("ours", "ours_classical", "ours_others", "librosa"):
        measures = tempo.get(name, {})
        figures = [measures[a] for a in ("accuracy_1", "accuracy_2") if a in measures]
        if figures:
            cells = "   ".join(measures_to_cell(figure) for figure in figures)
            lines.append(f"{name:<16} {figures[0]['n_clips']:5}  {cells}")
    return [*lines, _ece_text(tempo)]


def _ece_text(measures: dict[str, Any]) -> str:
    return (
        f"confidence: ECE {measures['ece']:.3f} "
        f"(expected under perfect calibration on so few clips: {measures['ece_of_honest']:.3f})"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        prog="python -m training.tempo_key.evaluate", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--served", action="store_true", help="measure the model that is served")
    parser.add_argument("--data", type=Path, help="folder laid out like gtzan/")
    parser.add_argument("--json", type=Path, help="where the report goes")
    options = parser.parse_args(arguments)
    clips = folder_to_beat_clips(options.data or TrainingSettings().gtzan_dir)
    if options.served:
        model = folder_to_analysis_model(ANALYSIS_DIR)
        predictions = clips_to_audio_predictions(clips, model.tempo, model.key)
        report = audio_predictions_to_report(
            predictions, [model.manifest.calibration] * len(predictions)
        )
    else:
        rows = clips_to_candidate_features(clips, soft_music(TrainingSettings().build_dir))
        held_out = clips_to_held_out(clips, rows)
        report = held_out_to_report(held_out)
        if not (options.data or options.json):
            genres = settings_to_held_out_genres(TrainingSettings())
            by_genre = held_out_to_genre_tempo_report(clips, held_out, genres)
            print("\n".join(report_to_lines(by_genre)))
            write_json(GENRE_TEMPO_REPORT, by_genre)
            if installed(TRAINING_FONT):
                played = folder_to_performances(TrainingSettings().groove_dir, "validation")
                model = folder_to_analysis_model(ANALYSIS_DIR)
                kept = list(performances_to_kept_steps(played, TRAINING_FONT, model))
                report["rendered"] = kept_steps_to_measures(kept)
    print(report_to_text(report))
    if options.json or not options.served:
        write_json(options.json or BEATS_REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except DatasetError as refusal:
        sys.exit(f"cannot go on: {refusal}")
