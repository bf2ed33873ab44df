"""Importance over time → the few stretches of the track that speak most for a genre."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

EVIDENCE_S: Final = 3.0  # long enough to hear what it is; own choice
N_EVIDENCE: Final = 3


@dataclass(frozen=True)
class Evidence:
    """A stretch of the track and its share of everything that speaks for the genre, 0–1."""

    start_s: float
    end_s: float
    share: float


def steps_to_evidence(
    steps: NDArray[np.float32], edges_s: NDArray[np.float64]
) -> tuple[Evidence, ...]:
    """Find the strongest stretches of 3 s that do not overlap, strongest first; at most three.

    `steps` is the importance of each step, float32 `(n_steps,)`; `edges_s` float64
    `(n_steps + 1,)`. A stretch that speaks against the genre is none, so there may be fewer.
    """
    width = int(np.clip(round(EVIDENCE_S / (edges_s[1] - edges_s[0])), 1, len(steps)))
    sums = np.convolve(steps, np.ones(width), mode="valid")
    total = float(np.maximum(steps, 0).sum())
    found: list[Evidence] = []
    while len(found) < N_EVIDENCE and sums.max() > 0:
        first = int(sums.argmax())
        share = float(sums[first]) / total
        found.append(Evidence(float(edges_s[first]), float(edges_s[first + width]), share))
        sums[max(0, first - width + 1) : first + width] = -np.inf
    return tuple(found)
