"""A 16-step bar → the closest of our patterns (`patterns/*.toml`), which have names and styles.

Conventions: the rows are low, mid and high strokes, as the ear of `beat_service.onsets` has them;
a snare or a clap is in two of them. Of a pattern of several bars it is the mean bar, as in the
analysis; triplets go to the nearest sixteenth.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.beat_pattern import BEATS_PER_BAR, Pattern, Voice, folder_to_styles
from beat_service.hits import pattern_to_hits
from beat_service.onsets import BANDS

LEAST_SIMILARITY: Final = 0.6  # under which a bar resembles none of them (own choice)
STEPS_PER_BEAT: Final = 4
STEPS: Final = BEATS_PER_BAR * STEPS_PER_BEAT

LOW: Final = frozenset({Voice.KICK, Voice.BASS_808, Voice.LOG_DRUM, Voice.TOM_LOW})
HIGH: Final = frozenset(
    {
        Voice.HAT,
        Voice.PEDAL_HAT,
        Voice.OPEN_HAT,
        Voice.RIDE,
        Voice.RIDE_BELL,
        Voice.CRASH,
        Voice.SHAKER,
        Voice.TAMBOURINE,
    }
)
NOISY: Final = frozenset({Voice.SNARE, Voice.CLAP, Voice.BRUSH})  # in the middle, and above 4 kHz
NOISE_SHARE: Final = 0.5  # of their strength that is heard above 4 kHz (own choice)


@dataclass(frozen=True)
class PatternMatch:
    """One of our patterns and how similar the bar is to it, 0–1."""

    id: str
    name: str
    style: str
    similarity: float


def steps_to_pattern(steps: NDArray[np.float64]) -> PatternMatch | None:
    """The closest pattern of a bar, float `(3, 16)`; None where none is near.

    Similarity is the cosine between both bars, each band without its mean.
    """
    bar = _centred(steps)
    matches = [
        PatternMatch(pattern.id, pattern.title, style, float(max(np.sum(bar * known), 0.0)))
        for pattern, style, known in _known_bars()
    ]
    best = max(matches, key=lambda match: match.similarity)
    return best if best.similarity >= LEAST_SIMILARITY else None


def pattern_to_steps(pattern: Pattern) -> NDArray[np.float64]:
    """The mean bar of a pattern, float64 `(3, 16)`, each band's largest 1 (or 0 where empty)."""
    bars = np.zeros((len(BANDS), pattern.bars * STEPS))
    for hit in pattern_to_hits(pattern, pattern.bars):
        step = round(hit.beat * STEPS_PER_BEAT) % bars.shape[1]
        for band, share in _voice_to_bands(hit.voice).items():
            bars[band, step] = max(bars[band, step], share * hit.velocity)
    bar = bars.reshape(len(BANDS), pattern.bars, STEPS).mean(axis=1)
    return np.asarray(bar / np.maximum(bar.max(axis=1, keepdims=True), 1e-9))


def _voice_to_bands(voice: Voice) -> dict[int, float]:
    """In which bands a stroke is heard, and how strongly."""
    if voice in LOW:
        return {BANDS.index("low"): 1.0}
    if voice in HIGH:
        return {BANDS.index("high"): 1.0}
    middle = {BANDS.index("mid"): 1.0}
    return middle | ({BANDS.index("high"): NOISE_SHARE} if voice in NOISY else {})


@cache
def _known_bars() -> tuple[tuple[Pattern, str, NDArray[np.float64]], ...]:
    return tuple(
        (pattern, style.name, _centred(pattern_to_steps(pattern)))
        for style in folder_to_styles()
        for pattern in style.patterns
    )


def _centred(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each band without its mean, all together of length 1."""
    centred = steps - steps.mean(axis=1, keepdims=True)
    return np.asarray(centred / (np.linalg.norm(centred) + 1e-9))
