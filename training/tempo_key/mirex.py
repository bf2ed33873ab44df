"""What counts as right for a tempo and a key, as MIREX has it."""

from beat_service.analysis.chroma import PITCH_CLASSES
from beat_service.analysis.key import SEMITONES_OF_A_FIFTH, SEMITONES_TO_RELATIVE_MAJOR
from beat_service.analysis.tempo import TOLERANCE

OCTAVES = (1.0, 0.5, 2.0, 1 / 3, 3.0)


def bpm_hits(bpm: float, truth: float) -> tuple[bool, bool]:
    """Tell whether a tempo is right by accuracy 1 and by accuracy 2."""
    near = [abs(bpm / (truth * ratio) - 1) <= TOLERANCE for ratio in OCTAVES]
    return near[0], any(near)


def key_to_mirex(key: int, truth: int) -> float:
    """Score a key number 0–23 against the true one as MIREX does, 0–1."""
    (minor, tonic), (true_minor, true_tonic) = (divmod(n, PITCH_CLASSES) for n in (key, truth))
    above = (tonic - true_tonic) % PITCH_CLASSES
    if minor == true_minor:
        return {0: 1.0, SEMITONES_OF_A_FIFTH: 0.5}.get(above, 0.0)
    relative = SEMITONES_TO_RELATIVE_MAJOR if true_minor else -SEMITONES_TO_RELATIVE_MAJOR
    return {0: 0.2, relative % PITCH_CLASSES: 0.3}.get(above, 0.0)
