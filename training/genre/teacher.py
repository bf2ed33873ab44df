"""What the SVM says of clips that it has not learnt → targets from which VGG19's head learns.

A label says that a clip is rock; the SVM, which has learnt from more music, also says that it is
nearly metal. That is worth more than a point of accuracy (`docs/experiments.md`).

Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015.
"""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from music_genre.audio.scores import scores_to_probabilities
from training.evaluation.folds import Labels, Scores
from training.evaluation.measures import scores_to_temperature

TEACHER_SHARE: Final = 0.35  # [0–1] of a target; the rest is the label
N_PARTS: Final = 5  # each is told by an SVM of the others

Rows = NDArray[np.intp]
Targets = NDArray[np.float64]


class ScoresOf(Protocol):
    """How clips are scored by a teacher who has learnt from others."""

    def __call__(self, known: Rows, asked: Rows, /) -> Scores:
        """Score the clips at `asked`, `(n_asked, n_genres)`, after learning those at `known`."""


def labels_to_targets(labels: Labels, n_genres: int) -> Targets:
    """Turn labels `(n,)` into targets that say nothing else, float64 `(n, n_genres)`."""
    return np.eye(n_genres)[labels]


def labels_to_taught(labels: Labels, artists: NDArray[np.str_], scores_of: ScoresOf) -> Targets:
    """Mix the labels `(n,)` with what the teacher says, float64 `(n, n_genres)`, rows sum to 1.

    The teacher never learns from an artist of whom he is asked. Where the artists are too few for
    every part to leave all genres, the labels alone are the targets.
    """
    n_genres = int(labels.max()) + 1
    targets = labels_to_targets(labels, n_genres)
    n_parts = min(N_PARTS, len(set(artists.tolist())))
    if n_parts < 2:  # noqa: PLR2004  # nobody is left to learn from
        return targets
    scores = np.zeros((len(labels), n_genres), np.float32)
    for known, asked in GroupKFold(n_parts).split(labels, groups=artists):
        if len(set(labels[known].tolist())) < n_genres:
            return targets
        scores[asked] = scores_of(known, asked)
    told = scores_to_probabilities(scores, scores_to_temperature(scores, labels))
    return (1 - TEACHER_SHARE) * targets + TEACHER_SHARE * told
