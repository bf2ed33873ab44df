"""Held-out scores of a recipe on the artist-disjoint folds, and what is chosen on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from music_genre.audio.scores import scores_to_probabilities
from training.evaluation.measures import probabilities_to_threshold, scores_to_temperature

FOLDS = ("1", "2", "3")
CONFIDENT_PRECISION = 0.85  # of the answers called confident on held-out clips

Features = NDArray[np.float32]
Scores = NDArray[np.float32]
Labels = NDArray[np.intp]
Rows = NDArray[np.intp]


class FoldsError(Exception):
    """The clips do not say which of them must be kept apart."""


class Fitted(Protocol):
    """A fitted model."""

    def scores(self, features: Features) -> Scores:
        """Compute scores `(n, n_genres)` of features `(n, …)`."""


F_co = TypeVar("F_co", bound=Fitted, covariant=True)


class Fit(Protocol[F_co]):
    """How a recipe is fitted on some of its clips."""

    def __call__(self, rows: Rows, labels: Labels, seed: int) -> F_co:
        """Fit on the clips at `rows` `(n,)` of those that the recipe has, and labels `(n,)`."""


@dataclass(frozen=True)
class HeldOut:
    """Scores of clips by models that have not heard their artists; rows in the clips' order."""

    scores: Scores
    labels: Labels
    folds: NDArray[np.str_]

    @property
    def temperature(self) -> float:
        """Fit the temperature for all folds together, as the served model uses it."""
        return scores_to_temperature(self.scores, self.labels)

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """Calibrate each fold on the other two, not on itself; float64 `(n, n_genres)`, sum 1."""
        rows = np.zeros(self.scores.shape)
        for fold in FOLDS:
            inside = self.folds == fold
            temperature = scores_to_temperature(self.scores[~inside], self.labels[~inside])
            rows[inside] = scores_to_probabilities(self.scores[inside], temperature)
        return rows

    @property
    def hits(self) -> NDArray[np.bool_]:
        """Tell which answers are right, bool `(n,)`."""
        return np.asarray(self.probabilities.argmax(axis=1) == self.labels)

    @property
    def confident_from(self) -> float:
        """Choose the probability, 0–1, from which an answer is confident."""
        return probabilities_to_threshold(self.probabilities, self.labels, CONFIDENT_PRECISION)

    def confident_share(self) -> dict[str, float]:
        """Measure coverage and precision of the confident answers, both 0–1.

        With each fold's threshold from the other two, so that none sees itself.
        """
        confident = np.zeros(len(self.labels), bool)
        for fold in FOLDS:
            inside = self.folds == fold
            threshold = probabilities_to_threshold(
                self.probabilities[~inside], self.labels[~inside], CONFIDENT_PRECISION
            )
            confident[inside] = self.probabilities[inside].max(axis=1) >= threshold
        right = float(self.hits[confident].mean()) if confident.any() else 0.0
        return {"share": float(confident.mean()), "precision": right}


def features_to_held_out(
    fit: Fit[Fitted], features: Features, labels: Labels, folds: NDArray[np.str_], seed: int
) -> HeldOut:
    """Fit on two folds, score the third, three times; clips without a fold are left out.

    A clip without a fold has no known artist, so it can be on neither side. Raises `FoldsError`.
    """
    fitted = fit_to_fitted(fit, labels, folds, seed)
    return fitted_to_held_out(fitted, features, labels, folds)


def fit_to_fitted(
    fit: Fit[F_co], labels: Labels, folds: NDArray[np.str_], seed: int
) -> dict[str, F_co]:
    """Fit a model for each fold, of the other two. Raises `FoldsError`."""
    return {
        fold: fold_to_fitted(fit, labels, folds, fold, seed)
        for fold in tqdm(FOLDS, desc="held-out folds", unit="fold", delay=5)
    }


def fitted_to_held_out(
    fitted: Mapping[str, Fitted], features: Features, labels: Labels, folds: NDArray[np.str_]
) -> HeldOut:
    """Score the clips, each by the model that was not fitted on its fold."""
    by_fold = {fold: model.scores(features[folds == fold]) for fold, model in fitted.items()}
    known = np.flatnonzero(folds != "")
    scores = np.zeros((len(labels), by_fold[FOLDS[0]].shape[1]), np.float32)
    for fold, rows in by_fold.items():
        scores[folds == fold] = rows
    return HeldOut(scores[known], labels[known], folds[known])


def fold_to_fitted(
    fit: Fit[F_co], labels: Labels, folds: NDArray[np.str_], fold: str, seed: int
) -> F_co:
    """Fit a model of all clips whose artists are known and not in `fold`. Raises `FoldsError`."""
    if not set(FOLDS) <= set(folds.tolist()):
        raise FoldsError(
            "the clips have no folds 1, 2 and 3, so nothing can be measured or calibrated fairly; "
            "give a clips.csv with a column fold that keeps each artist in one fold"
        )
    outside = np.flatnonzero((folds != fold) & (folds != ""))
    return fit(outside, labels[outside], seed)
