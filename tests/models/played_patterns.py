"""Our patterns played as no training has heard them, for tests of the shipped style model."""

from functools import cache

from training.styles.examples import Examples, pattern_examples

UNSEEN = 11  # [seed] of tempi, kits and people that no report was measured with


@cache
def played_patterns() -> Examples:
    """Play our patterns at other tempi, on another kit, by other people."""
    return pattern_examples(UNSEEN)
