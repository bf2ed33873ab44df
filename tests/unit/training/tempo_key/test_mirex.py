"""Our scores of keys and tempi are the ones that mir_eval, the field's own reference, gives."""

import mir_eval
import numpy as np
import pytest

from beat_service.analysis.tempo import TOLERANCE
from training.tempo_key.mirex import OCTAVES, bpm_hits, key_to_mirex

NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")

KEYS = [f"{name} {mode}" for mode in ("major", "minor") for name in NAMES]

NO_WEIGHT = 0.0  # of the slower of mir_eval's two reference tempi


def mir_eval_to_is_right(bpm: float, truth: float) -> bool:
    """Tell whether mir_eval finds `truth` in an estimate, at our tolerance."""
    estimate, reference = np.array([bpm, bpm]), np.array([truth / 10, truth])
    scores = mir_eval.tempo.detection(reference, NO_WEIGHT, estimate, tol=TOLERANCE)
    return bool(scores[0] == 1.0)


@pytest.mark.parametrize("truth", range(24))
def test_key_scores_are_those_of_mir_eval(truth: int) -> None:
    """All pairs: the same key, a fifth above, relative, parallel, and the rest."""
    ours = [key_to_mirex(key, truth) for key in range(24)]

    theirs = [mir_eval.key.weighted_score(KEYS[truth], KEYS[key]) for key in range(24)]
    assert theirs == ours
    assert {0.0, 0.2, 0.3, 0.5, 1.0} == set(ours)


@pytest.mark.parametrize("off", [-0.041, -0.039, 0.0, 0.039, 0.041])
@pytest.mark.parametrize("ratio", OCTAVES)
@pytest.mark.parametrize("truth", [61.0, 120.0, 176.5])
def test_tempi_are_right_where_mir_eval_says_so(truth: float, ratio: float, off: float) -> None:
    """Accuracy 1 is a hit at the very tempo, accuracy 2 one at any of its octaves."""
    bpm = truth * ratio * (1 + off)

    octaves = [mir_eval_to_is_right(bpm, truth * octave) for octave in OCTAVES]
    assert (octaves[0], any(octaves)) == bpm_hits(bpm, truth)
    assert (abs(off) < TOLERANCE) == any(octaves)


@pytest.mark.parametrize(
    ("bpm", "hits"),
    [
        (120, (True, True)),
        (124.7, (True, True)),
        (124.9, (False, False)),
        (60, (False, True)),
        (240, (False, True)),
        (40, (False, True)),
        (360, (False, True)),
        (90, (False, False)),
    ],
)
def test_accuracies(bpm: float, hits: tuple[bool, bool]) -> None:
    """Within 4 % is right; half, double, third and triple are right by accuracy 2."""
    assert hits == bpm_hits(bpm, 120)


@pytest.mark.parametrize(
    ("key", "truth", "score"),
    [
        (0, 0, 1.0),
        (7, 0, 0.5),
        (5, 0, 0.0),
        (12 + 9, 0, 0.3),
        (0, 12 + 9, 0.3),
        (12, 0, 0.2),
        (12 + 4, 12 + 9, 0.5),
        (6, 0, 0.0),
    ],
)
def test_mirex_weights(key: int, truth: int, score: float) -> None:
    """Exact 1, a fifth above 0.5, relative 0.3, parallel 0.2, all else nothing."""
    assert score == key_to_mirex(key, truth)
