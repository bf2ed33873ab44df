"""Sound features → what kind of sound it is, and how foreign the music is to the ten genres.

Both heads are multinomial logistic regressions. They are measured on sources that training did not
have: other languages and speakers, other makers of noise, other games, other folds of GTZAN.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from music_genre.audio.evidence import SOUNDS
from training.musicnn.embeddings import rows_to_scaler
from training.musicnn.genre_head import MOST_STEPS, model_to_linear
from training.musicnn.graph import Linear

N_GROUPS: Final = 6
SEED: Final = 0
KINDS_INVERSE_PENALTY: Final = 0.01
FOREIGN_INVERSE_PENALTY: Final = 0.01
MUSIC_LOST: Final = 0.01  # share of GTZAN's clips that may be called no music
GTZAN_LOST: Final = 0.03  # share of GTZAN's clips that may be called none of the ten

Floats = NDArray[np.float32]
Labels = NDArray[np.intp]


@dataclass(frozen=True)
class SoundTable:
    """Features `(n, 538)`, numbers of kinds in `SOUNDS` `(n,)`, sources, and which are GTZAN's."""

    features: Floats
    kinds: Labels
    sources: Sequence[str]
    is_gtzan: NDArray[np.bool_]

    @property
    def is_music(self) -> NDArray[np.bool_]:
        """Which are music, bool `(n,)`."""
        return np.asarray(self.kinds == SOUNDS.index("music"))

    def groups(self) -> Labels:
        """Put each source into one of six groups, by chance, `(n,)`."""
        names = sorted(set(self.sources))
        shuffled = np.random.default_rng(SEED).permutation(len(names))
        group = {name: int(place) % N_GROUPS for name, place in zip(names, shuffled, strict=True)}
        return np.array([group[source] for source in self.sources])


def features_to_linear(features: Floats, labels: Labels, inverse_penalty: float) -> Linear:
    """Fit a head in which every class counts alike."""
    scaler = rows_to_scaler(features)
    model = LogisticRegression(C=inverse_penalty, class_weight="balanced", max_iter=MOST_STEPS).fit(
        scaler.transform(features), labels
    )
    return model_to_linear(scaler, model)


def linear_to_probabilities(head: Linear, features: Floats) -> NDArray[np.float64]:
    """Softmax of a head's scores, float64 `(n, n_classes)`."""
    scores = (features @ head.weights + head.bias).astype(np.float64)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def held_out_probabilities(
    features: Floats, labels: Labels, groups: Labels, inverse_penalty: float
) -> NDArray[np.float64]:
    """Predict each group by a head of the others, float64 `(n, n_classes)`.

    A class that only one group has cannot be learnt from the others: its probability is 0 there.
    Where one class is left, that is the answer.
    """
    rows = np.zeros((len(labels), int(labels.max()) + 1))
    for group in np.unique(groups):
        outside = groups != group
        classes = np.unique(labels[outside])
        if len(classes) == 1:
            rows[~outside, classes] = 1
            continue
        head = features_to_linear(features[outside], labels[outside], inverse_penalty)
        rows[np.ix_(~outside, classes)] = linear_to_probabilities(head, features[~outside])
    return rows
