"""Embeddings → scores of genres: multinomial logistic regression on learnt features."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from training.musicnn.embeddings import StoredMap, embeddings_to_map, rows_to_scaler
from training.musicnn.graph import Linear

INVERSE_PENALTY: Final = 0.003  # on standardised features, chosen on the folds
MOST_STEPS: Final = 3_000

Floats = NDArray[np.float32]


class GenreHead:
    """A fitted head, `linear` on embeddings of audio, and the map for clips without audio."""

    def __init__(self, stored_map: StoredMap, linear: Linear) -> None:
        self.stored_map, self.linear = stored_map, linear

    def scores(self, embeddings: Floats) -> Floats:
        """Score rows `(n, 2 · 1706)`, float32 `(n, n_genres)`."""
        heard = self.stored_map.heard(embeddings)
        return np.asarray(heard @ self.linear.weights + self.linear.bias, np.float32)


def embeddings_to_head(embeddings: Floats, narrow: Floats, labels: NDArray[np.intp]) -> GenreHead:
    """Fit on rows `(n, 2 · 1706)`, those in a narrow band `(n, 1706)`, and labels `(n,)`.

    A clip with audio and a stored spectrogram is learnt from twice, and from what is left of it in
    a narrow band, NaN where there is nothing. Genres count alike, however many clips each has.
    """
    stored_map = embeddings_to_map(embeddings)
    has_audio = ~np.isnan(embeddings[:, 0])
    without_audio = embeddings.copy()
    without_audio[:, : embeddings.shape[1] // 2] = np.nan
    is_narrow = ~np.isnan(narrow[:, 0])
    rows = np.concatenate(
        [
            stored_map.heard(without_audio),
            stored_map.heard(embeddings[has_audio]),
            narrow[is_narrow],
        ]
    )
    scaler = rows_to_scaler(stored_map.heard(embeddings[has_audio]) if has_audio.any() else rows)
    model = LogisticRegression(C=INVERSE_PENALTY, class_weight="balanced", max_iter=MOST_STEPS)
    of_rows = np.concatenate([labels, labels[has_audio], labels[is_narrow]])
    model.fit(scaler.transform(rows), of_rows)
    return GenreHead(stored_map, model_to_linear(scaler, model))


def model_to_linear(scaler: StandardScaler, model: LogisticRegression) -> Linear:
    """Fold the scaling into the weights; two classes become two columns."""
    coefficients, intercepts = model.coef_, model.intercept_
    if len(coefficients) == 1:
        coefficients = np.concatenate([-coefficients / 2, coefficients / 2])
        intercepts = np.concatenate([-intercepts / 2, intercepts / 2])
    weights = coefficients.T / scaler.scale_[:, None]
    bias = intercepts - scaler.mean_ @ weights
    return Linear(weights.astype(np.float32), bias.astype(np.float32))
