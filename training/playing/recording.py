"""A performance → a recording of it as it might be: any kit, equalised, in a room, squeezed.

Everything here is drawn at random and says nothing about the style.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from beat_service.drums.hits import Hit
from beat_service.drums.pattern import PITCHED, Voice
from beat_service.drums.synth import CHOKED_BY
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance
from training.playing.drum_bank import BankKit, Floats, Strokes, velocity_to_stroke

OTHER_KIT: Final = 0.25  # [share of the voices] taken from another kit
VOICE_GAIN_DB: Final = 3.0  # [dB] standard deviation
TUNING: Final = 2.0  # [semitones] standard deviation
EQ_KNOTS_HZ: Final = (40.0, 150.0, 500.0, 1500.0, 4000.0, 10_000.0)
EQ_DB: Final = 5.0  # [dB] standard deviation at each knot
IN_ROOM: Final = 0.5
SQUEEZED: Final = 0.5
LEVEL_HOP: Final = 256  # [samples] a block of which a compressor looks at the level
QUIETEST_LEVEL: Final = 0.05  # below it a compressor makes nothing louder still
BREAKS_OFF: Final = 220  # [samples] in which a choked stroke ends


def performance_to_recording(
    performance: Performance, kits: Sequence[BankKit], *, font: float, random: np.random.Generator
) -> Floats:
    """Play a performance and record it: float32 `(n_samples,)` at the project's rate.

    Its peak is at most 1. `font` is how often the kit is one of a sound font.
    """
    return dry_to_recording(performance_to_dry(performance, kits, font=font, random=random), random)


def dry_to_recording(dry: Floats, random: np.random.Generator) -> Floats:
    """Equalise, put in half of the cases into a room, squeeze in half; same shape, peak ≤ 1."""
    wet = _equalised(dry, random)
    if random.random() > SQUEEZED:
        return wet
    return waveform_to_squeezed(wet, random.uniform(0, 0.6), random.uniform(0.3, 2.5))


def performance_to_dry(
    performance: Performance, kits: Sequence[BankKit], *, font: float, random: np.random.Generator
) -> Floats:
    """Render the strokes alone, float32 `(n_samples,)` at the project's rate, peak 1."""
    from_fonts = [kit for kit in kits if kit.from_font]
    made = [kit for kit in kits if not kit.from_font]
    family = from_fonts if from_fonts and random.random() < font else made
    strokes = _mixed_kit(family, kits, made, random)
    return _played(performance, strokes, random)


def _mixed_kit(
    family: Sequence[BankKit],
    kits: Sequence[BankKit],
    made: Sequence[BankKit],
    random: np.random.Generator,
) -> Strokes:
    """Mix a kit of the family, some voices replaced, each with its own level and tuning.

    Every voice has its layers, float32 `(n_samples,)` each, from the softest to the loudest.
    """
    base = family[int(random.integers(len(family)))]
    strokes = {}
    for voice in Voice:
        layers = base.strokes.get(voice)
        if layers is None or random.random() < OTHER_KIT:
            others = made if voice in PITCHED else kits
            other = others[int(random.integers(len(others)))].strokes.get(voice)
            if other is None:
                other = made[int(random.integers(len(made)))].strokes[voice]
            level = _peak(layers) if layers else _peak(other)
            layers = [layer * (level / _peak(other)) for layer in other]
        gain = 10 ** (random.normal(0, VOICE_GAIN_DB) / 20)
        ratio = 2 ** (random.normal(0, TUNING) / 12)
        strokes[voice] = [_tuned(layer, ratio) * np.float32(gain) for layer in layers]
    return strokes


def _peak(layers: list[Floats]) -> float:
    """Measure the peak of the loudest layer, at least 1e-4."""
    return max(float(np.abs(layers[-1]).max()), 1e-4)


def _tuned(stroke: Floats, ratio: float) -> Floats:
    """Play it faster and higher by `ratio`: float32 `(n_samples / ratio,)`."""
    places = np.arange(0, len(stroke) - 1, ratio)
    return np.asarray(np.interp(places, np.arange(len(stroke)), stroke), np.float32)


def _played(performance: Performance, strokes: Strokes, random: np.random.Generator) -> Floats:
    """Add the strokes up, float32 `(n_samples,)` as long as the performance, peak 1."""
    samples_per_beat = SAMPLE_RATE_HZ * 60 / performance.bpm
    length = round(performance.n_beats * samples_per_beat)
    mix = np.zeros(length, np.float32)
    harder = random.uniform(0.7, 1.3)  # how much louder loud strokes are
    tuned: dict[tuple[Voice, int, int], Floats] = {}
    for hit, left in zip(performance.hits, _beats_left(performance.hits), strict=True):
        stroke, gain = velocity_to_stroke(strokes[hit.voice], hit.velocity)
        if hit.semitones:
            key = (hit.voice, id(stroke), hit.semitones)
            if key not in tuned:
                tuned[key] = _tuned(stroke, 2 ** (hit.semitones / 12))
            stroke = tuned[key]
        stroke = _broken_off(stroke, left * samples_per_beat)
        start = round(hit.beat * samples_per_beat)
        inside = stroke[: max(0, length - start)]
        mix[start : start + len(inside)] += np.float32(gain**harder) * inside
    return np.asarray(mix / max(float(np.abs(mix).max(initial=0.0)), 1e-4), np.float32)


def _beats_left(hits: Sequence[Hit]) -> list[float]:
    """Count the beats until something stops each stroke, infinite where nothing does.

    Not the synthesiser's own to the bit, which training would hear: a stroke that is struck
    together with what stops it rings on, as 50 of Groove's 385,928 do.
    """
    left = [np.inf] * len(hits)
    for voice, stoppers in CHOKED_BY.items():
        next_stop = np.inf
        for at in range(len(hits) - 1, -1, -1):
            if hits[at].voice is voice and next_stop > hits[at].beat:
                left[at] = next_stop - hits[at].beat
            if hits[at].voice in stoppers:
                next_stop = hits[at].beat
    return left


def _broken_off(stroke: Floats, n_samples: float) -> Floats:
    """Fade a stroke out after `n_samples`, float32 `(n_samples + 220,)`, or leave a shorter one."""
    if n_samples + BREAKS_OFF >= len(stroke):
        return stroke
    shorter = stroke[: int(n_samples) + BREAKS_OFF].copy()
    shorter[-BREAKS_OFF:] *= np.linspace(1, 0, BREAKS_OFF, dtype=np.float32)
    return shorter


def _equalised(dry: Floats, random: np.random.Generator) -> Floats:
    """Turn a random tone control, add a room in half of the cases; same shape, peak 1."""
    n_fft = next_fast_len(len(dry) + SAMPLE_RATE_HZ, real=True)
    spectrum = rfft(dry, n_fft)
    bins_hz = np.linspace(0, SAMPLE_RATE_HZ / 2, 512)
    gains_db = random.normal(0, EQ_DB, len(EQ_KNOTS_HZ))
    curve_db = np.interp(np.log(np.maximum(bins_hz, 1)), np.log(EQ_KNOTS_HZ), gains_db)
    curve = (10 ** (curve_db / 20)).astype(np.float32)
    spectrum *= np.interp(np.linspace(0, 511, len(spectrum)), np.arange(512), curve)
    if random.random() < IN_ROOM:
        decay_s = random.uniform(0.05, 0.35)
        time_s = np.arange(round(3 * decay_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
        tail = random.standard_normal(len(time_s)) * np.exp(-time_s / decay_s * 2)
        tail *= random.uniform(0.05, 0.6) / np.sqrt((tail**2).sum())
        tail[0] += 1
        spectrum *= rfft(tail.astype(np.float32), n_fft)
    wet = irfft(spectrum, n_fft)[: len(dry)]
    return np.asarray(wet / max(float(np.abs(wet).max()), 1e-4), np.float32)


def waveform_to_squeezed(waveform: Floats, exponent: float, drive: float) -> Floats:
    """Compress and saturate; float32 `(n_samples,)` like the waveform.

    A waveform within ±1 stays within ±1 (give or take a rounding, 1e-6), wherever its attacks are:
    the gain comes down before an attack, so that no sample gets more than the gain of its own
    block. `exponent`, below 1, is how much of the level is taken away.
    """
    n_blocks = -(-len(waveform) // LEVEL_HOP)
    padded = np.zeros(n_blocks * LEVEL_HOP, np.float32)
    padded[: len(waveform)] = waveform
    level = np.abs(padded.reshape(n_blocks, LEVEL_HOP)).max(axis=1)
    level = np.maximum(level, 0.7 * np.append(0, level[:-1]))
    gain = np.maximum(level, QUIETEST_LEVEL) ** -exponent
    # At an edge the lower gain of both blocks, and straight lines in between.
    at_edges = np.minimum(np.append(gain, gain[-1:]), np.insert(gain, 0, gain[:1]))
    edges = np.arange(n_blocks + 1) * LEVEL_HOP
    louder = waveform * np.interp(np.arange(len(waveform)), edges, at_edges)
    return np.asarray(np.tanh(drive * louder) / np.tanh(drive), np.float32)
