"""Patterns and performances → what a person might have played, on what, among what.

Everything that does not make a style is changed at random: timing, loudness, fills, pieces left
out, the kit, the other instruments, the tempo. What is left is the rhythm.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from beat_service.drums.hits import Hit, pattern_to_hits
from beat_service.drums.kits import KITS, Kit
from beat_service.drums.pattern import BEATS_PER_BAR, Pattern, Style, Voice
from beat_service.drums.synth import hits_to_waveform
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ
from training.data.groove import Performance

Floats = NDArray[np.float32]

HELD_OUT_KIT: Final = "dusty"  # never heard in training
EXCERPT_S: Final = 30.0
SHORTEST_EXCERPT_S: Final = 12.0
SHORTER_EXCERPTS: Final = 0.4  # share of excerpts that are shorter than the longest
TIMING_S: Final = 0.008  # standard deviation of a person's strokes
VELOCITY: Final = 0.12
LEFT_OUT: Final = 0.12  # [probability] that a quieter piece of the kit is left out
FILL_EVERY_BARS: Final = (4, 8)
FILL_VOICES: Final = (Voice.SNARE, Voice.TOM_HIGH, Voice.TOM_MID, Voice.TOM_LOW)
BACKBONE: Final = frozenset({Voice.KICK, Voice.SNARE, Voice.RIDE, Voice.LOG_DRUM})
STRETCH: Final = 0.08  # [share of a performance's tempo] either way
# Between and beyond what drums and drum machines are like; drawn evenly on a logarithmic scale.
KIT_RANGES: Final = {
    "kick_hz": (42.0, 80.0),
    "kick_sweep_hz": (40.0, 250.0),
    "kick_decay_s": (0.08, 0.4),
    "kick_click": (0.1, 1.0),
    "bass_hz": (36.0, 60.0),
    "bass_decay_s": (0.3, 1.0),
    "snare_hz": (140.0, 280.0),
    "snare_decay_s": (0.07, 0.25),
    "snare_wires": (0.35, 0.9),
    "clap_hz": (750.0, 1_900.0),
    "clap_decay_s": (0.07, 0.25),
    "hat_hz": (4_500.0, 9_000.0),
    "hat_decay_s": (0.025, 0.08),
    "metal": (0.08, 1.0),
    "cymbal_decay_s": (0.6, 1.6),
    "drum_hz": (100.0, 180.0),
    "drum_decay_s": (0.12, 0.35),
    "drive": (0.8, 3.0),
    "top_hz": (7_000.0, 20_000.0),
    "room": (0.03, 0.4),
}
WITH_INSTRUMENTS: Final = 0.4
SCALE_HZ: Final = tuple(55.0 * 2 ** (step / 12) for step in (0, 3, 5, 7, 10))


def random_kits(number: int, random: np.random.Generator) -> list[Kit]:
    """Collect our kits but the held-out one, and kits with any parameters that a kit can have."""
    known = [kit for kit in KITS.values() if kit.name != HELD_OUT_KIT]
    return known + [_random_kit(random) for _ in range(number)]


def _random_kit(random: np.random.Generator) -> Kit:
    values = {
        name: float(np.exp(random.uniform(np.log(lowest), np.log(highest))))
        for name, (lowest, highest) in KIT_RANGES.items()
    }
    return Kit(name="studio", seed=int(random.integers(10, 1_000_000)), **values)


def pattern_to_performance(
    pattern: Pattern, style: Style, bpm: float, random: np.random.Generator
) -> Performance:
    """Play the pattern as a person would, for as long as an excerpt lasts."""
    bars = int(np.ceil(EXCERPT_S * bpm / 60 / BEATS_PER_BAR))
    left_out = {v for v in pattern.steps if v not in BACKBONE and random.random() < LEFT_OUT}
    hits = [hit for hit in pattern_to_hits(pattern, bars) if hit.voice not in left_out]
    if random.random() < 0.5:  # noqa: PLR2004  # every second player
        hits = _with_fills(hits, bars, int(random.choice(FILL_EVERY_BARS)), random)
    late_beats = random.normal(0, TIMING_S * random.uniform(0, 1.5), len(hits)) * bpm / 60
    louder = random.lognormal(0, VELOCITY, len(hits))
    played = [
        replace(hit, beat=max(0.0, hit.beat + late), velocity=min(1.0, hit.velocity * gain))
        for hit, late, gain in zip(hits, late_beats, louder, strict=True)
    ]
    played.sort(key=lambda hit: hit.beat)
    return Performance(pattern.id, style.name, tuple(played), bpm, bars * BEATS_PER_BAR)


def _with_fills(
    hits: Sequence[Hit], bars: int, every: int, random: np.random.Generator
) -> list[Hit]:
    """Sixteenths over snare and toms in the second half of each last bar, a crash after it."""
    kept = list(hits)
    for bar in range(every, bars + 1, every):
        start, end = bar * BEATS_PER_BAR - 2.0, bar * BEATS_PER_BAR
        kept = [h for h in kept if not start <= h.beat < end or h.voice is Voice.KICK]
        steps = start + np.arange(8) / 4
        for at, voice in zip(steps, np.repeat(np.arange(4), 2), strict=True):
            if random.random() < 0.8:  # noqa: PLR2004  # fills breathe
                kept.append(Hit(float(at), FILL_VOICES[int(voice)], random.uniform(0.5, 1)))
        if bar < bars:
            kept.append(Hit(float(end), Voice.CRASH, 0.8))
    return sorted(kept, key=lambda hit: hit.beat)


def performance_to_excerpt(performance: Performance, random: np.random.Generator) -> Performance:
    """Cut some stretch out of a performance, at a slightly other tempo."""
    bpm = performance.bpm * random.uniform(1 - STRETCH, 1 + STRETCH)
    is_shorter = random.random() < SHORTER_EXCERPTS
    longest = random.uniform(SHORTEST_EXCERPT_S, EXCERPT_S) if is_shorter else EXCERPT_S
    return cut(replace(performance, bpm=bpm), longest, random.random())


def cut(performance: Performance, longest_s: float, where: float) -> Performance:
    """Cut at most `longest_s` out of it; `where` is 0 for its start and 1 for its end."""
    n_beats = int(longest_s * performance.bpm / 60)
    if n_beats >= performance.n_beats:
        return performance
    start = where * (performance.n_beats - n_beats)
    inside = [hit for hit in performance.hits if start <= hit.beat < start + n_beats]
    hits = tuple(replace(hit, beat=hit.beat - start) for hit in inside)
    return replace(performance, hits=hits, n_beats=n_beats)


def performance_to_waveform(performance: Performance, kit: Kit) -> Floats:
    """Render the performance, float32 `(n_samples,)` at the project's rate."""
    loop = hits_to_waveform(performance.hits, kit, performance.bpm, performance.n_beats)
    return np.asarray(soxr.resample(loop, BEAT_RATE_HZ, SAMPLE_RATE_HZ), np.float32)


def with_instruments(
    waveform: Floats, performance: Performance, random: np.random.Generator
) -> Floats:
    """Leave most excerpts as they are, add a bass and chords of other instruments to some."""
    if random.random() > WITH_INSTRUMENTS:
        return waveform
    time_s = np.arange(len(waveform)) / SAMPLE_RATE_HZ
    beat = time_s * performance.bpm / 60
    chord = (beat // random.choice([2, 4, 8])).astype(int)
    roots = random.choice(SCALE_HZ, int(chord.max()) + 1)[chord]
    phase = 2 * np.pi * np.cumsum(roots) / SAMPLE_RATE_HZ
    since = beat * random.choice([0.5, 1, 2]) % 1
    bass = np.sin(2 * phase) * np.exp(-random.uniform(0.5, 4) * since)
    pad = sum(np.sin(ratio * phase) / ratio for ratio in (4, 4.76, 6, 8, 12))
    mixed = random.uniform(0, 0.25) * bass + random.uniform(0, 0.12) * pad
    return np.asarray(waveform + mixed, np.float32)
