"""Beats that are found → how well they keep step with those that are known.

Two references: performances that are rendered here, whose beats and bars are known; and clips of
which only the tempo is annotated. For these the reference is the steady grid within 2 % of that
tempo, of any phase, that the beats keep to best: it tells whether they are even and at the right
level, not whether they are on the beat.
Source: F-measure within ±40 ms: mir_eval (Raffel et al. 2014), stricter than its usual ±70 ms.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import mir_eval
import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisCalibration, AnalysisModel
from beat_service.analysis.onsets import ONSET_RATE_HZ
from beat_service.analysis.rhythm import onsets_to_beats
from beat_service.analysis.tempo import scores_to_tempo
from beat_service.analysis.traits import waveform_to_traits
from beat_service.drums.pattern import BEATS_PER_BAR
from training.data.groove import Performance
from training.evaluation.measures import hits_to_accuracy
from training.markdown import measures_to_cell
from training.playing.performances import EXCERPT_S, cut, with_instruments
from training.playing.sound_fonts import performance_to_font_waveform
from training.tempo_key.held_out import AudioPrediction

WITHIN_S: Final = 0.04  # [s] either way
GRID_WITHIN: Final = 0.02  # ratio to the annotated tempo
GRID_TEMPI: Final = 41
GRID_PHASES: Final = 40
DRAWS: Final = 1000  # of the bootstrap

Times = NDArray[np.float64]


@dataclass(frozen=True)
class KeptStep:
    """F-measure 0–1 of a rendering's beats; whether its bar is right, None where none is heard."""

    f_measure: float
    is_downbeat_right: bool | None


def times_to_f_measure(found_s: Times, true_s: Times) -> float:
    """Score beats, `(n,)`, against the true ones, `(m,)`, both rising [s]: 0–1."""
    return float(mir_eval.beat.f_measure(true_s, found_s, f_measure_threshold=WITHIN_S))


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


def performances_to_kept_steps(
    performances: Iterable[Performance], font: Path, model: AnalysisModel
) -> Iterator[KeptStep]:
    """Render the first half minute of each, some with bass and chords, and find its beats."""
    random = np.random.default_rng(0)
    for performance in performances:
        excerpt = cut(performance, EXCERPT_S, 0.0)
        played = performance_to_font_waveform(excerpt, font)
        mixed = with_instruments(played, excerpt, random)
        waveform = np.asarray(0.9 * mixed / np.abs(mixed).max(), np.float32)
        traits = waveform_to_traits(waveform, 1.0, model)
        if traits is None:
            continue
        found_s = traits.rhythm.beat_times_s
        beat_s = 60 / excerpt.bpm
        true_s = np.arange(excerpt.n_beats, dtype=np.float64) * beat_s
        first = traits.rhythm.first_downbeat
        yield KeptStep(
            times_to_f_measure(found_s, true_s),
            None if first is None else is_on_bar(float(found_s[first]), beat_s),
        )


def is_on_bar(time_s: float, beat_s: float) -> bool:
    """Tell whether a moment is where a bar of 4/4 begins, if the first begins at 0 s."""
    bar_s = BEATS_PER_BAR * beat_s
    return abs(time_s - round(time_s / bar_s) * bar_s) <= WITHIN_S


def kept_steps_to_measures(kept: Sequence[KeptStep]) -> dict[str, Any]:
    """Average over renderings, at least one, with 95 % intervals."""
    heard = [one.is_downbeat_right for one in kept if one.is_downbeat_right is not None]
    return {
        "f_measure": scores_to_mean([one.f_measure for one in kept]),
        "downbeat": hits_to_accuracy(sum(heard), len(heard)) if heard else None,
    }


def scores_to_mean(scores: Sequence[float]) -> dict[str, Any]:
    """Average scores of clips, with a bootstrapped 95 % interval."""
    random = np.random.default_rng(0)
    draws = random.choice(np.asarray(scores), (DRAWS, len(scores))).mean(axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return {
        "n_clips": len(scores),
        "mean": float(np.mean(scores)),
        "mean_95": [float(low), float(high)],
    }


def audio_predictions_to_beat_measures(
    predictions: Sequence[AudioPrediction], calibrations: Sequence[AnalysisCalibration]
) -> dict[str, Any]:
    """Measure how far our beats keep to a steady grid of the annotated tempo, by kind of music."""
    scores: dict[str, list[float]] = {"classical": [], "others": []}
    for one, c in zip(predictions, calibrations, strict=True):
        if one.clip.bpm:
            tempo = scores_to_tempo(one.tempo_scores, c.tempo_temperature, one.onsets)
            found_s = onsets_to_beats(one.onsets, tempo.bpm) / ONSET_RATE_HZ
            kind = "classical" if one.clip.genre == "classical" else "others"
            scores[kind].append(times_to_steady_f_measure(found_s, one.clip.bpm))
    together = {"ours": [score for kind in scores.values() for score in kind]}
    return {name: scores_to_mean(kind) for name, kind in (together | scores).items() if kind}


def report_to_beat_lines(report: dict[str, Any]) -> list[str]:
    """Write what was measured on clips and on renderings, where there are any."""
    rendered = report.get("rendered", {})
    rows = {f"on a grid, {name}": kind for name, kind in report["beats"].items()}
    rows |= {"rendered": rendered["f_measure"]} if rendered else {}
    lines = [f"{'beats':<20} clips  F-measure (95 % interval)"]
    for name, f_measure in rows.items():
        low, high = f_measure["mean_95"]
        lines.append(
            f"{name:<20} {f_measure['n_clips']:5}  {f_measure['mean']:.3f} ({low:.3f} – {high:.3f})"
        )
    if rendered.get("downbeat"):
        lines.append(f"downbeat right: {measures_to_cell(rendered['downbeat'])}")
    return lines
