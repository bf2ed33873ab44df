"""Pattern → waveform of a loop, played by one of our kits.

The loop lasts `bars · beats a bar · 60 / bpm` seconds to the nearest sample. What still sounds at
its end is added to its start, so that it repeats without a seam. Peak −1 dBFS. Deterministic.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.drums.hits import Hit, pattern_to_hits
from beat_service.drums.kits import KITS, Kit
from beat_service.drums.pattern import Pattern, Voice
from beat_service.drums.voices import voice_to_stroke
from music_genre.audio.constants import BEAT_PEAK_DBFS, BEAT_RATE_HZ

LOOP_BARS: Final = 4  # [bars] people expect this of a loop; every pattern goes into it
VELOCITY_POWER: Final = 1.5  # exponent: the amplitude of a stroke over its velocity
HATS: Final = frozenset({Voice.HAT, Voice.PEDAL_HAT, Voice.OPEN_HAT})
CHOKED_BY: Final[dict[Voice, frozenset[Voice]]] = {
    Voice.OPEN_HAT: HATS,
    Voice.BASS_808: frozenset({Voice.BASS_808}),
    Voice.LOG_DRUM: frozenset({Voice.LOG_DRUM}),
}
BREAKS_OFF_S: Final = 0.01  # [s] over which a choked stroke is faded out


def pattern_to_waveform(
    pattern: Pattern, bpm: float, kit: Kit | None = None, bars: int = LOOP_BARS
) -> NDArray[np.float32]:
    """Render a loop, float32 `(n_samples,)` at `BEAT_RATE_HZ`, peak −1 dBFS.

    `kit` plays instead of the pattern's own.
    """
    n_beats = bars * pattern.beats_per_bar
    return hits_to_waveform(pattern_to_hits(pattern, bars), kit or KITS[pattern.kit], bpm, n_beats)


def hits_to_waveform(
    hits: Sequence[Hit], kit: Kit, bpm: float, n_beats: float
) -> NDArray[np.float32]:
    """Render a loop of `n_beats` beats from strokes in time order, as `pattern_to_waveform`.

    It is silent where there is no stroke at all.
    """
    samples_per_beat = BEAT_RATE_HZ * 60 / bpm
    loop = np.zeros(round(n_beats * samples_per_beat), np.float32)
    for hit, beats_left in zip(hits, _beats_until_choked(hits, n_beats), strict=True):
        stroke = voice_to_stroke(kit, hit.voice, hit.semitones)
        stroke = _broken_off(stroke, beats_left * samples_per_beat)
        start = round(hit.beat * samples_per_beat) % len(loop)
        _add_around(loop, start, np.float32(hit.velocity**VELOCITY_POWER) * stroke)
    peak = np.abs(loop).max(initial=0.0)
    return loop * np.float32(10 ** (BEAT_PEAK_DBFS / 20) / peak) if peak else loop


def _beats_until_choked(hits: Sequence[Hit], n_beats: float) -> list[float]:
    """Work out how long each stroke may sound [beats]: until one that stops it, round the loop."""
    stops = {
        voice: np.array([hit.beat for hit in hits if hit.voice in stoppers])  # in time order
        for voice, stoppers in CHOKED_BY.items()
    }
    left = []
    for hit in hits:
        stoppers = stops.get(hit.voice, np.empty(0))
        if not len(stoppers):
            left.append(np.inf)
            continue
        later = int(np.searchsorted(stoppers, hit.beat, "right"))
        gap = stoppers[later % len(stoppers)] - hit.beat + n_beats * (later // len(stoppers))
        left.append(float(gap) if gap < n_beats else np.inf)
    return left


def _broken_off(stroke: NDArray[np.float32], n_samples: float) -> NDArray[np.float32]:
    """Fade out a stroke, float32 `(n,)`, quickly at `n_samples` if it is longer."""
    fade = round(BREAKS_OFF_S * BEAT_RATE_HZ)
    if n_samples + fade >= len(stroke):
        return stroke
    shorter = stroke[: round(n_samples) + fade].copy()
    shorter[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return shorter


def _add_around(loop: NDArray[np.float32], start: int, stroke: NDArray[np.float32]) -> None:
    """Add a stroke to a loop, both float32 `(n,)`; past the end it goes on at the start."""
    while len(stroke):
        fits = min(len(stroke), len(loop) - start)
        loop[start : start + fits] += stroke[:fits]
        stroke, start = stroke[fits:], 0
