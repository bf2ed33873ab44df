"""Beats that are found → how well they keep to a steady grid of the tempo that is annotated.

Of GTZAN only tempi are known. The reference is the steady grid within 2 % of the tempo, of any
phase, that the beats keep to best: it tells whether they are even and at the right level, not
whether they are on the beat, which `training.pulse.evaluate` tells of renderings.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisCalibration
from beat_service.analysis.onsets import ONSET_RATE_HZ
from beat_service.analysis.rhythm import pulse_to_beats
from beat_service.analysis.tempo import scores_to_tempo
from training.evaluation.measures import scores_to_mean
from training.tempo_key.held_out import AudioPrediction

WITHIN_S: Final = 0.04  # [s] either way
GRID_WITHIN: Final = 0.02  # ratio to the annotated tempo
GRID_TEMPI: Final = 41
GRID_PHASES: Final = 40

Times = NDArray[np.float64]


def times_to_steady_f_measure(found_s: Times, bpm: float) -> float:
    """Score beats, `(n,)`, rising [s], against the steady grid near `bpm` that fits best: 0–1."""
    if len(found_s) < 2:  # noqa: PLR2004  # one beat keeps to any grid
        return 0.0
    best = 0.0
    for period_s in 60 / (bpm * np.linspace(1 - GRID_WITHIN, 1 + GRID_WITHIN, GRID_TEMPI)):
        for phase_s in np.arange(GRID_PHASES) / GRID_PHASES * period_s:
            places = (found_s - phase_s) / period_s
            near = np.abs(places - np.rint(places)) * period_s <= WITHIN_S
            n_hit = len(np.unique(np.rint(places[near])))
            n_grid = np.floor(places[-1] + 0.5) - np.ceil(places[0] - 0.5) + 1
            best = max(best, 2 * n_hit / (len(found_s) + n_grid))
    return min(1.0, float(best))


def audio_predictions_to_beat_measures(
    predictions: Sequence[AudioPrediction], calibrations: Sequence[AnalysisCalibration]
) -> dict[str, Any]:
    """Measure how far our beats keep to a steady grid of the annotated tempo, by kind of music."""
    scores: dict[str, list[float]] = {"classical": [], "others": []}
    for one, c in zip(predictions, calibrations, strict=True):
        if one.clip.bpm:
            tempo = scores_to_tempo(one.tempo_scores, c.tempo_temperature, one.onsets, one.pulse)
            found_s = pulse_to_beats(one.pulse, tempo.bpm) / ONSET_RATE_HZ
            kind = "classical" if one.clip.genre == "classical" else "others"
            scores[kind].append(times_to_steady_f_measure(found_s, one.clip.bpm))
    together = {"ours": [score for kind in scores.values() for score in kind]}
    return {name: scores_to_mean(kind) for name, kind in (together | scores).items() if kind}


def report_to_beat_lines(report: dict[str, Any]) -> list[str]:
    """Write what was measured, a line for each kind of music."""
    lines = [f"{'beats on a grid':<16} clips  F-measure (95 % interval)"]
    for name, f_measure in report["beats"].items():
        low, high = f_measure["mean_95"]
        lines.append(
            f"{name:<16} {f_measure['n_clips']:5}  {f_measure['mean']:.3f} ({low:.3f} – {high:.3f})"
        )
    return lines
