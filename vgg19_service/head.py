"""The head of the network in numpy, for explanations: which statistics speak for which genre.

Prediction itself runs the same arithmetic inside the ONNX graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

POOLED_BLOCKS: Final = (2, 3, 4, 5)
MAX_BANDS: Final = 16  # [bands of frequency] pooled apart; block 5 has only 8 rows
N_STATISTICS: Final = 2  # mean, deviation
HEAD_OUTPUTS: Final = (
    *(f"head_projection_block{block}" for block in POOLED_BLOCKS),
    "head_offsets",
    "head_centres",
    "head_band_weights",
    "head_duals",
    "head_intercepts",
)
PATH_STEPS: Final = 16

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """Least-squares support vector machines, one for each genre, on a sum of Gaussian kernels by band.

    `projections`, one for each block: float32 `(n_bands, n_values, n_components)`, from the
    statistics of a band (means of all channels, then deviations) to components; `offsets`
    `(n_all_bands, n_components)` are added, and put an average clip at 0. `support_vectors`
    `(n_all_bands, n_components, n_support_vectors)` are the training clips. The kernel is the sum
    over bands of `band_weights` `(n_all_bands,)` × exp(−distance² ÷ 2); scores are kernel ×
    `dual_coefficients` `(n_support_vectors, n_genres)` + `intercepts` `(n_genres,)`.
    """

    projections: tuple[Floats, ...]
    offsets: Floats
    support_vectors: Floats
    band_weights: Floats
    dual_coefficients: Floats
    intercepts: Floats

    def components(self, statistics: tuple[Floats, ...]) -> Floats:
        """Rotate statistics to each band's components, float32 `(n_all_bands, n, n_components)`.

        `statistics`, one for each block: float32 `(n_bands, n, n_values)`.
        """
        pairs = zip(statistics, self.projections, strict=True)
        return np.concatenate([s @ p for s, p in pairs]) + self.offsets[:, None]

    def kernel(self, components: Floats) -> Floats:
        """Compute the weighted kernel by band, float32 `(n_all_bands, n, n_support_vectors)`."""
        exponent = components @ self.support_vectors
        exponent -= (components**2).sum(axis=2, keepdims=True) / 2
        exponent -= (self.support_vectors**2).sum(axis=1)[:, None] / 2
        return np.asarray(self.band_weights[:, None, None] * np.exp(exponent), np.float32)

    def scores(self, components: Floats) -> Floats:
        """Score components `(n_all_bands, n, n_components)`, float32 `(n, n_genres)`."""
        kernel = self.kernel(components).sum(axis=0)
        return np.asarray(kernel @ self.dual_coefficients + self.intercepts, np.float32)

    def slopes(self, components: Floats, genre: int) -> Floats:
        """Measure how a genre's score, less the mean of the others', grows with each component.

        Mean slope on the straight way from an average clip to this one (integrated gradients), so
        that slopes × components add up to what this clip scores more than an average one.
        `components` and result are float32 `(n_all_bands, n_components)`.
        """
        others = np.delete(self.dual_coefficients, genre, axis=1).mean(axis=1)
        contrast = self.dual_coefficients[:, genre] - others
        parts = (np.arange(PATH_STEPS, dtype=np.float32) + 0.5) / PATH_STEPS
        path = np.asarray(components[:, None] * parts[:, None], np.float32)
        pull = self.kernel(path) * contrast  # what each support vector pulls at each point
        towards = (
            pull @ self.support_vectors.transpose(0, 2, 1) - pull.sum(axis=2, keepdims=True) * path
        )
        return np.asarray(towards.mean(axis=1), np.float32)


def arrays_to_head(arrays: Sequence[Floats]) -> Head:
    """Make the head of the graph's constants, in the order of `HEAD_OUTPUTS`."""
    *projections, offsets, support_vectors, band_weights, dual_coefficients, intercepts = arrays
    return Head(
        tuple(projections),
        offsets[:, 0],
        support_vectors,
        band_weights[:, 0, 0],
        dual_coefficients,
        intercepts,
    )
