"""Would the genre help to choose the tempo? Measured by `make evaluate-beats`; it does not.

Every genre has a histogram of its tempi, smoothed over octaves, beside that of all genres together.
Their ratio, to the power of a weight, is a prior for the network's probabilities. Histograms are
learnt on the two folds of other artists; smoothing and weight are chosen on those two as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.tempo import probabilities_to_bpm
from beat_service.analysis.tempogram import candidate_tempi
from music_genre.audio.scores import scores_to_probabilities
from training.evaluation.folds import FOLDS
from training.evaluation.measures import hits_to_accuracy
from training.genre.crossvalidate import Genres
from training.settings import REPORTS
from training.tempo_key.calibration import held_out_to_fold_calibrations
from training.tempo_key.candidate_features import BeatClip
from training.tempo_key.held_out import HeldOut, SpectrogramPrediction
from training.tempo_key.mirex import bpm_hits

GENRE_TEMPO_REPORT: Final = REPORTS / "genre_tempo.json"
SPREADS_OCTAVES: Final = (0.08, 0.15, 0.25, 0.4)
WEIGHTS: Final = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5)
FLOOR: Final = 1e-6  # [share of a histogram] so that no tempo is impossible

Floats = NDArray[np.float64]
Way = tuple[float, float]  # spread and weight


@dataclass(frozen=True)
class Judged:
    """Clips with what network and genre model predict for them, in one order."""

    predictions: Sequence[SpectrogramPrediction]
    tempi: Floats  # calibrated, (n_clips, n_tempi)
    genres: Sequence[Genres]

    @property
    def folds(self) -> NDArray[np.str_]:
        """Name the fold of each clip."""
        return np.array([one.fold for one in self.predictions])


def held_out_to_genre_tempo_report(
    clips: Sequence[BeatClip], held_out: HeldOut, genres: Mapping[str, Genres]
) -> dict[str, Any]:
    """Measure accuracies without a genre, with the SVM's of held-out clips, with the true one."""
    names = [c.name for fold in FOLDS for c in clips if c.bpm and c.fold == fold]
    calibrations = held_out_to_fold_calibrations(held_out)
    rows = [
        scores_to_probabilities(one.tempo_scores, calibrations[one.fold].tempo_temperature)
        for one in held_out.from_spectrograms
    ]
    by_svm = [genres[name] for name in names]
    true = [{one.genre: 1.0} for one in held_out.from_spectrograms]
    without = _rows_to_hits(rows, held_out.from_spectrograms)
    report: dict[str, Any] = {"without": hits_to_measures(without)}
    for name, known in (("svm", by_svm), ("true", true)):
        hits, chosen = judged_to_chosen_hits(
            Judged(held_out.from_spectrograms, np.stack(rows), known)
        )
        report[name] = hits_to_measures(hits) | {
            "chosen": chosen,
            "gained": int((hits > without)[:, 0].sum()),
            "lost": int((hits < without)[:, 0].sum()),
        }
    return report


def judged_to_chosen_hits(judged: Judged) -> tuple[NDArray[np.bool_], dict[str, Way]]:
    """Choose the way that is best on the other folds; hits, bool `(n_clips, 2)`, and those ways."""
    by_way = {way: judged_to_hits(judged, way) for way in product(SPREADS_OCTAVES, WEIGHTS)}
    hits = np.zeros((len(judged.predictions), 2), bool)
    chosen = {}
    for fold in FOLDS:
        inside = judged.folds == fold
        best = max(by_way, key=lambda way: (by_way[way][~inside, 0].mean(), -way[1]))
        hits[inside], chosen[fold] = by_way[best][inside], best
    return hits, chosen


def judged_to_hits(judged: Judged, way: Way) -> NDArray[np.bool_]:
    """Tell whether each tempo is right, and right but for the octave, bool `(n_clips, 2)`."""
    spread, weight = way
    rows = np.zeros_like(judged.tempi)
    for fold in FOLDS:
        known = [one for one in judged.predictions if one.fold != fold]
        histograms = spectrogram_predictions_to_histograms(known, spread)
        for number in np.flatnonzero(judged.folds == fold).tolist():
            prior = genres_to_prior(judged.genres[number], histograms)
            rows[number] = judged.tempi[number] * prior**weight
    return _rows_to_hits(rows, judged.predictions)


def spectrogram_predictions_to_histograms(
    predictions: Sequence[SpectrogramPrediction], spread: float
) -> dict[str, Floats]:
    """Count how often each tempo is in each genre, float64 `(n_tempi,)`, sum 1."""
    histograms: dict[str, Floats] = {}
    for one in predictions:
        bell = np.exp(-0.5 * (np.log2(candidate_tempi() / one.bpm) / spread) ** 2)
        histograms[one.genre] = histograms.get(one.genre, np.zeros(len(bell))) + bell
    return {genre: sums / sums.sum() for genre, sums in histograms.items()}


def genres_to_prior(genres: Genres, histograms: Mapping[str, Floats]) -> Floats:
    """Compute how much likelier each tempo is for these genres than for all, `(n_tempi,)`."""
    ours = sum((share * histograms[genre] for genre, share in genres.items()), np.float64(0))
    return np.asarray((ours + FLOOR) / (np.mean(list(histograms.values()), axis=0) + FLOOR))


def hits_to_measures(hits: NDArray[np.bool_]) -> dict[str, Any]:
    """Compute both accuracies with their intervals."""
    return {
        name: hits_to_accuracy(int(column.sum()), len(column))
        for name, column in zip(("accuracy_1", "accuracy_2"), hits.T, strict=True)
    }


def report_to_lines(report: Mapping[str, Any]) -> list[str]:
    """Write lines for the terminal."""
    return [
        f"spectrograms, genre from {name:<8} "
        f"{row['accuracy_1']['accuracy']:.1%} {row['accuracy_2']['accuracy']:.1%}"
        for name, row in report.items()
    ]


def _rows_to_hits(
    rows: Sequence[Floats] | Floats, predictions: Sequence[SpectrogramPrediction]
) -> NDArray[np.bool_]:
    pairs = zip(rows, predictions, strict=True)
    return np.array([bpm_hits(probabilities_to_bpm(row), one.bpm) for row, one in pairs])
