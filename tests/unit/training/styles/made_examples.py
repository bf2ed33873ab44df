"""Examples made up for tests of what is trained and measured on them."""

import numpy as np

from training.styles.examples import UNHEARD, Examples
from training.styles.mixed_examples import NO_STYLE


def examples(names: list[str], styles: list[str], mixed: list[bool]) -> Examples:
    """Make examples whose vectors say nothing."""
    vectors = np.zeros((len(names), 1), np.float32)
    parts = np.full(len(names), UNHEARD)
    return Examples(vectors, np.array(names), np.array(styles), parts, np.array(mixed))


PATTERNS = examples(["four", "shuffle"], ["Rock", "Jazz Swing"], [False, False])

OTHERS = examples(["no drums/1", "a/1", "b/2"], [NO_STYLE, "Rock", "Rock"], [True, True, False])
