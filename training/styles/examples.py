"""Patterns and Groove → rhythm vectors to train and measure the style model on.

Training has both sources on all kits but the held-out ones. To measure there are Groove's
validation part on our held-out kit and on a held-out sound font, and our own patterns at tempi that
training did not have, on the held-out kit.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.drums.kits import KITS
from beat_service.drums.pattern import Style, folder_to_styles, pattern_to_tempi
from beat_service.styles.rhythm_vector import waveform_to_rhythm_vector
from training.data.groove import Performance, folder_to_performances
from training.playing.drum_bank import N_PARTS, file_to_bank
from training.playing.performances import (
    EXCERPT_S,
    HELD_OUT_KIT,
    cut,
    pattern_to_performance,
    performance_to_excerpt,
    performance_to_waveform,
    with_instruments,
)
from training.playing.recording import performance_to_recording
from training.playing.sound_fonts import performance_to_font_waveform

Floats = NDArray[np.float32]

PER_PATTERN: Final = 48
PER_PERFORMANCE: Final = 16
PER_PATTERN_MEASURED: Final = 2
FONTS_FOR_PATTERNS: Final = 0.4
FONTS_FOR_PERFORMANCES: Final = 0.65
MIDDLE: Final = 0.5
UNHEARD: Final = -1  # the part of what is played outside the bank
QUIETEST_NOISE: Final = 1e-4
CHUNK: Final = 16  # examples that a process takes at a time
TEMPO_STEPS: Final = 8  # [parts of a pattern's range] training has the even, measuring the odd


@dataclass(frozen=True)
class Examples:
    """Rhythm vectors `(n, n_values)` with the names of what was played and of its style.

    `parts` says from which part of the drum bank each was played, `is_mixed` whether among the
    instruments of a sound font, as in `training.styles.mixed_examples`; all are `(n,)`.
    """

    vectors: Floats
    names: NDArray[np.str_]
    styles: NDArray[np.str_]
    parts: NDArray[np.intp]
    is_mixed: NDArray[np.bool_]


def training_patterns(bank: Path, seed: int) -> Examples:
    """Play our patterns for training; the same whatever the number of cores."""
    random = np.random.default_rng([seed, 0])
    played = list(played_patterns(folder_to_styles(), PER_PATTERN, 0, random))
    return _training_examples(played, bank, seed)


def training_performances(groove: Path, bank: Path, seed: int) -> Examples:
    """Play excerpts of Groove's train part on our kits and sound fonts."""
    random = np.random.default_rng([seed, 1])
    played = [
        performance_to_excerpt(performance, random)
        for performance in folder_to_performances(groove, "train")
        for _ in range(PER_PERFORMANCE)
    ]
    return _training_examples(played, bank, seed)


def _training_examples(played: Sequence[Performance], bank: Path, seed: int) -> Examples:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        vectors = list(
            tqdm(
                pool.map(_heard, played, count(), repeat(bank), repeat(seed), chunksize=CHUNK),
                total=len(played),
                mininterval=30,
            )
        )
    return rows_to_examples(vectors, played, np.arange(len(played)) % N_PARTS, is_mixed=False)


def _heard(performance: Performance, number: int, bank: Path, seed: int) -> Floats:
    """Compute the rhythm vector of one example, played by some kit among instruments and noise."""
    random = np.random.default_rng([seed, number])
    kits = [kit for kit in file_to_bank(bank) if kit.part == number % N_PARTS]
    font = FONTS_FOR_PERFORMANCES if "/" in performance.name else FONTS_FOR_PATTERNS
    waveform = performance_to_recording(performance, kits, font=font, random=random)
    mixed = with_instruments(waveform, performance, random)
    noise = QUIETEST_NOISE * 10 ** random.uniform(0, 2) * random.standard_normal(len(mixed))
    return waveform_to_rhythm_vector((mixed + noise).astype(np.float32))


def groove_examples(groove: Path, split: str, font: Path | None = None) -> Examples:
    """Play the middle of each performance, as it was played, on what training did not have."""
    played = [cut(entry, EXCERPT_S, MIDDLE) for entry in folder_to_performances(groove, split)]
    kit = KITS[HELD_OUT_KIT]
    vectors = [
        waveform_to_rhythm_vector(
            performance_to_font_waveform(entry, font)
            if font
            else performance_to_waveform(entry, kit)
        )
        for entry in tqdm(played, mininterval=30)
    ]
    return rows_to_examples(vectors, played, np.full(len(played), UNHEARD), is_mixed=False)


def pattern_examples(seed: int) -> Examples:
    """Play our patterns by other people at other tempi on another kit."""
    random = np.random.default_rng(seed)
    played = list(played_patterns(folder_to_styles(), PER_PATTERN_MEASURED, 1, random))
    kit = KITS[HELD_OUT_KIT]
    vectors = [
        waveform_to_rhythm_vector(performance_to_waveform(entry, kit))
        for entry in tqdm(played, mininterval=30)
    ]
    return rows_to_examples(vectors, played, np.full(len(played), UNHEARD), is_mixed=False)


def together(*examples: Examples) -> Examples:
    """Join all of them, in this order."""
    return Examples(
        np.concatenate([some.vectors for some in examples]),
        np.concatenate([some.names for some in examples]),
        np.concatenate([some.styles for some in examples]),
        np.concatenate([some.parts for some in examples]),
        np.concatenate([some.is_mixed for some in examples]),
    )


def played_patterns(
    styles: Sequence[Style], times: int, odd: int, random: np.random.Generator
) -> Iterator[Performance]:
    """Play every pattern several times, at tempi in the even or the odd eighths of its range."""
    for style in styles:
        for pattern in style.patterns:
            slowest, fastest = pattern_to_tempi(pattern, style)
            for _ in range(times):
                step = 2 * random.integers(TEMPO_STEPS // 2) + odd + random.random()
                bpm = slowest + (fastest - slowest) * step / TEMPO_STEPS
                yield pattern_to_performance(pattern, style, float(bpm), random)


def rows_to_examples(
    vectors: Sequence[Floats],
    played: Sequence[Performance],
    parts: NDArray[np.intp],
    *,
    is_mixed: bool,
) -> Examples:
    """Join the rows `(n_values,)` of what was played, and the part of the bank, of each."""
    return Examples(
        np.stack(vectors),
        np.array([performance.name for performance in played]),
        np.array([performance.style for performance in played]),
        parts,
        np.full(len(played), is_mixed),
    )
