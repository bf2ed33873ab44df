"""Pattern → strokes in time, as a drummer plays them, before any sound.

Times are in beats (quarter notes) from the loop's start, so that they hold at every tempo.
"""

from dataclasses import dataclass
from typing import Final

from beat_service.drums.pattern import STRAIGHT, Pattern, Voice, row_to_signs

LOUDEST: Final = 9
ROLLS: Final = {"d": 2, "t": 3}  # strokes within one step, by sign
ROLL_VELOCITY: Final = 0.6
TONES: Final = "0123456789ab"


@dataclass(frozen=True)
class Hit:
    """One stroke: when [beats], on what, how hard (0–1], and semitones above the voice's pitch."""

    beat: float
    voice: Voice
    velocity: float
    semitones: int = 0


def pattern_to_hits(pattern: Pattern, bars: int) -> tuple[Hit, ...]:
    """List the strokes of `bars` bars in time order; the pattern is repeated or cut to fit them."""
    n_steps = bars * pattern.steps_per_bar
    hits = []
    for voice, row in pattern.steps.items():
        signs = row_to_signs(row)
        tones = row_to_signs(pattern.tones.get(voice, "0")).replace(".", "0")
        for step in range(n_steps):
            semitones = TONES.index(tones[step % len(tones)])
            hits += _sign_to_hits(pattern, step, voice, signs[step % len(signs)], semitones)
    return tuple(sorted(hits, key=lambda hit: (hit.beat, hit.voice)))


def _sign_to_hits(
    pattern: Pattern, step: int, voice: Voice, sign: str, semitones: int
) -> list[Hit]:
    """List the strokes of one step: none, one, or a roll."""
    if sign == ".":
        return []
    if sign in ROLLS:
        strokes = ROLLS[sign]
        parts = [step + stroke / strokes for stroke in range(strokes)]
        return [Hit(_beat(pattern, part), voice, ROLL_VELOCITY, semitones) for part in parts]
    return [Hit(_beat(pattern, step), voice, int(sign) / LOUDEST, semitones)]


def _beat(pattern: Pattern, step: float) -> float:
    """Work out where a step stands [beats]; every second one is later by the swing."""
    late = 2 * (pattern.swing - STRAIGHT) if int(step) % 2 else 0.0
    return (step + late) / pattern.steps_per_beat
