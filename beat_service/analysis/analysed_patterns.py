"""Energy and onset pattern of each of our drum patterns, as the analysis measured them.

`patterns/heard.json` is written by `make hear-beats`, because analysing them all takes seconds.
"""

import json
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.drums.pattern import PATTERNS
from music_genre.webapi.beat_body import BANDS

ANALYSED: Final = PATTERNS / "heard.json"

Facts = dict[str, Any]


@cache
def analysed_patterns() -> dict[str, Facts]:
    """Read what is kept of each pattern, by its id: `energy` 0 … 1 and `steps` by band."""
    analysed: dict[str, Facts] = json.loads(ANALYSED.read_text("utf-8"))
    return analysed


def facts_to_onset_pattern(facts: Facts) -> NDArray[np.float64] | None:
    """Read the onset pattern, float64 `(3, n_steps)`, 0 … 1; None where none was found."""
    steps = facts.get("steps")
    return None if steps is None else np.array([steps[band] for band in BANDS], np.float64)
