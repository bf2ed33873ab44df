"""How good probabilities are: accuracy with its interval, macro-F1, calibration, confusion."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix, f1_score, log_loss

from music_genre.audio.scores import scores_to_probabilities

DRAWS = 1000  # of a bootstrap
CALIBRATION_BINS = 15
PROBABILITY_FLOOR = 1e-300  # [probability] the least that a logarithm is taken of

Labels = NDArray[np.intp]
Probabilities = NDArray[np.float64]


def probabilities_to_measures(
    probabilities: Probabilities, labels: Labels, genres: Sequence[str]
) -> dict[str, Any]:
    """Compute all measures of rows `(n, n_genres)` against true labels `(n,)`, ready for JSON."""
    predicted = probabilities.argmax(axis=1)
    hits = int((predicted == labels).sum())
    present = sorted(set(labels.tolist()) | set(predicted.tolist()))
    return hits_to_accuracy(hits, len(labels)) | {
        "macro_f1": float(f1_score(labels, predicted, labels=present, average="macro")),
        "log_loss": float(log_loss(labels, probabilities, labels=range(len(genres)))),
        "ece": expected_calibration_error(probabilities, labels),
        "reliability": probabilities_to_reliability(probabilities, labels),
        "genres": list(genres),
        "confusion": confusion_matrix(labels, predicted, labels=range(len(genres))).tolist(),
    }


def hits_to_accuracy(hits: int, n_clips: int) -> dict[str, Any]:
    """Compute the accuracy of `hits` right answers, with Wilson's 95 % interval."""
    interval = binomtest(hits, n_clips).proportion_ci(0.95, method="wilson")
    return {
        "n_clips": n_clips,
        "accuracy": hits / n_clips,
        "accuracy_95": [float(interval.low), float(interval.high)],
    }


def scores_to_mean(scores: Sequence[float]) -> dict[str, Any]:
    """Average scores of clips, 0–1, at least one, with a bootstrapped 95 % interval."""
    random = np.random.default_rng(0)
    draws = random.choice(np.asarray(scores), (DRAWS, len(scores))).mean(axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return {
        "n_clips": len(scores),
        "mean": float(np.mean(scores)),
        "mean_95": [float(low), float(high)],
    }


def probabilities_to_reliability(
    probabilities: Probabilities, labels: Labels
) -> list[dict[str, float]]:
    """Measure mean confidence, accuracy and number of clips in each of 15 bins of confidence."""
    confidence = probabilities.max(axis=1)
    hits = probabilities.argmax(axis=1) == labels
    bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    return [
        {
            "confidence": float(confidence[bins == b].mean()),
            "accuracy": float(hits[bins == b].mean()),
            "n_clips": int((bins == b).sum()),
        }
        for b in np.unique(bins)
    ]


def expected_calibration_error(probabilities: Probabilities, labels: Labels) -> float:
    """Average the distance of confidence and accuracy over the bins, 0–1 (Guo et al. 2017)."""
    bins = probabilities_to_reliability(probabilities, labels)
    gaps = [abs(b["accuracy"] - b["confidence"]) * b["n_clips"] for b in bins]
    return sum(gaps) / len(labels)


def scores_to_temperature(scores: NDArray[np.float32], labels: Labels) -> float:
    """Fit the temperature with the least log loss on held-out scores `(n, n_genres)`.

    The true genre counts as all but 1/(n + 2) certain, or a few clips that are all right would
    make every answer 100 % sure (Platt, "Probabilistic Outputs for Support Vector Machines", 1999).
    """
    n_clips, n_genres = scores.shape
    doubt = 1 / (n_clips + 2)
    targets = np.full(scores.shape, doubt / (n_genres - 1))
    targets[np.arange(n_clips), labels] = 1 - doubt

    def loss(log_temperature: float) -> float:
        probabilities = scores_to_probabilities(scores, float(np.exp(log_temperature)))
        return float(-(targets * np.log(np.maximum(probabilities, PROBABILITY_FLOOR))).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-5, 5), method="bounded").x))


def probabilities_to_mixture(
    by_model: Mapping[str, Probabilities], weights: Mapping[str, float]
) -> Probabilities:
    """Average the models' rows `(n, n_genres)`, weighted by `weights`, which add up to 1."""
    return np.asarray(sum(weight * by_model[name] for name, weight in weights.items()))


def probabilities_to_sharpened(probabilities: Probabilities, temperature: float) -> Probabilities:
    """Raise rows `(n, n_genres)` to the power 1 ÷ temperature and scale them to sum 1."""
    logarithms = np.log(np.maximum(probabilities, PROBABILITY_FLOOR)).astype(np.float32)
    return scores_to_probabilities(logarithms, temperature)


def probabilities_to_threshold(
    probabilities: Probabilities, labels: Labels, precision: float
) -> float:
    """Find the least confidence from which answers are right at least as often as `precision`."""
    confidence = probabilities.max(axis=1)
    order = np.argsort(-confidence)
    hits = (probabilities.argmax(axis=1) == labels)[order]
    right = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    enough = np.flatnonzero(right >= precision)
    return float(confidence[order][enough[-1]]) if len(enough) else 1.0


def measures_to_text(title: str, measures: dict[str, Any]) -> str:
    """Write a report for the terminal: one line of figures and the confusion table."""
    low, high = measures["accuracy_95"]
    corner = "true \\ said"
    width = max(map(len, [*measures["genres"], corner]))
    lines = [
        (
            f"{title}: accuracy {measures['accuracy']:.1%} "
            f"(95 % interval {low:.1%} – {high:.1%}), macro-F1 {measures['macro_f1']:.3f}, "
            f"ECE {measures['ece']:.3f}, log loss {measures['log_loss']:.3f}, "
            f"{measures['n_clips']} clips"
        ),
        f"{corner:<{width}} " + "".join(f"{genre[:7]:>8}" for genre in measures["genres"]),
    ]
    for genre, row in zip(measures["genres"], measures["confusion"], strict=True):
        lines.append(f"{genre:<{width}} " + "".join(f"{count:>8}" for count in row))
    return "\n".join(lines)
