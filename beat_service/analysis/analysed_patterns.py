"""What the analysis hears in each of our patterns: energy and mean bar.

`patterns/heard.json` is written by `make hear-beats`, because hearing them all takes seconds.
"""

import json
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.drums.pattern import PATTERNS
from music_genre.webapi.beat_body import BANDS

HEARD: Final = PATTERNS / "heard.json"

Facts = dict[str, Any]


@cache
def heard_patterns() -> dict[str, Facts]:
    """What is kept of each pattern, by its id."""
    heard: dict[str, Facts] = json.loads(HEARD.read_text("utf-8"))
    return heard


def facts_to_steps(facts: Facts) -> NDArray[np.float64] | None:
    """The mean bar, float64 `(3, 16)`; None where none was heard."""
    steps = facts.get("steps")
    return None if steps is None else np.array([steps[band] for band in BANDS], np.float64)
