"""Patterns and Groove among other instruments, as in songs, and music without drums.

Drums and instruments come from the same part of their banks, so that a network can be held against
sounds of which it heard none. Music without drums has no style: a network learns to say so.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import count, repeat
from pathlib import Path
from typing import Final

import numpy as np
from tqdm import tqdm

from beat_service.drums.kits import KITS
from beat_service.drums.pattern import folder_to_styles
from beat_service.styles.rhythm_vector import waveform_to_rhythm_vector
from training.data.groove import Performance, folder_to_performances
from training.playing.banks import NoteFiles
from training.playing.drum_bank import N_PARTS, file_to_bank
from training.playing.mixes import whole_bars, with_accompaniment
from training.playing.note_bank import HELD_OUT, file_to_notes
from training.playing.performances import (
    HELD_OUT_KIT,
    performance_to_waveform,
)
from training.playing.recording import dry_to_recording, performance_to_dry
from training.playing.songs import random_to_music
from training.playing.sound_fonts import performance_to_font_waveform
from training.styles.examples import (
    CHUNK,
    FONTS_FOR_PATTERNS,
    FONTS_FOR_PERFORMANCES,
    QUIETEST_NOISE,
    UNHEARD,
    Examples,
    Floats,
    played_patterns,
    rows_to_examples,
)

NO_STYLE: Final = ""  # the style of what nobody drums
PER_PATTERN: Final = 32
PER_PERFORMANCE: Final = 11
N_WITHOUT_DRUMS: Final = 700
N_WITHOUT_DRUMS_MEASURED: Final = 100
SEED_OF_MIXES: Final = 2


def training_mixes(groove: Path, bank: Path, files: NoteFiles, seed: int) -> Examples:
    """Play patterns and Groove's train part among instruments, and music alone."""
    random = np.random.default_rng([seed, SEED_OF_MIXES])
    parts = [int(name) for name in files if name != HELD_OUT]
    played = [
        *played_patterns(folder_to_styles(), PER_PATTERN, 0, random),
        *(
            whole_bars(performance, random)
            for performance in folder_to_performances(groove, "train")
            for _ in range(PER_PERFORMANCE)
        ),
        *(no_drums(number) for number in range(N_WITHOUT_DRUMS)),
    ]
    of_part = np.array(parts, np.intp)[np.arange(len(played)) % len(parts)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = pool.map(
            _heard, played, count(), of_part, repeat(bank), repeat(files), repeat(seed),
            chunksize=CHUNK,
        )  # fmt: skip
        vectors = list(tqdm(jobs, "mixes", len(played), mininterval=30))
    return rows_to_examples(vectors, played, of_part, is_mixed=True)


def no_drums(number: int) -> Performance:
    """Make a performance in which nobody drums."""
    return Performance(f"no drums/{number}", NO_STYLE, (), 120.0, 0)


def _heard(  # what a process needs to know
    performance: Performance, number: int, part: int, bank: Path, files: NoteFiles, seed: int
) -> Floats:
    """Compute the rhythm vector of one example."""
    random = np.random.default_rng([seed, SEED_OF_MIXES, number])
    notes = file_to_notes(files[str(part)])
    if performance.style == NO_STYLE:
        dry = random_to_music(notes, random)
    else:
        kits = [kit for kit in file_to_bank(bank) if kit.part == part % N_PARTS]
        font = FONTS_FOR_PERFORMANCES if "/" in performance.name else FONTS_FOR_PATTERNS
        drums = performance_to_dry(performance, kits, font=font, random=random)
        dry = with_accompaniment(drums, performance, notes, random)
    recording = dry_to_recording(dry, random)
    noise = QUIETEST_NOISE * 10 ** random.uniform(0, 2) * random.standard_normal(len(recording))
    return waveform_to_rhythm_vector((recording + noise).astype(np.float32))


def mixed_patterns(notes_file: Path, seed: int) -> Examples:
    """Play our patterns at tempi and on a kit that training did not have, among a held-out font."""
    random = np.random.default_rng(seed)
    kit = KITS[HELD_OUT_KIT]
    played = list(played_patterns(folder_to_styles(), 1, 1, random))
    drums = (performance_to_waveform(entry, kit) for entry in played)
    return _measured(played, drums, notes_file, random)


def mixed_groove(groove: Path, split: str, font: Path, notes_file: Path, seed: int) -> Examples:
    """Play Groove's performances and instruments, both by a font that training did not have."""
    random = np.random.default_rng(seed)
    played = [whole_bars(entry, random) for entry in folder_to_performances(groove, split)]
    drums = (performance_to_font_waveform(entry, font) for entry in played)
    return _measured(played, drums, notes_file, random)


def music_alone(notes_file: Path, seed: int) -> Examples:
    """Play music without drums by a font that training did not have."""
    random = np.random.default_rng(seed)
    notes = file_to_notes(notes_file)
    played = [no_drums(number) for number in range(N_WITHOUT_DRUMS_MEASURED)]
    vectors = [waveform_to_rhythm_vector(random_to_music(notes, random)) for _ in played]
    return rows_to_examples(vectors, played, np.full(len(played), UNHEARD), is_mixed=True)


def _measured(
    played: Sequence[Performance],
    drums: Iterable[Floats],
    notes_file: Path,
    random: np.random.Generator,
) -> Examples:
    notes = file_to_notes(notes_file)
    vectors = [
        waveform_to_rhythm_vector(with_accompaniment(waveform, entry, notes, random))
        for entry, waveform in zip(played, drums, strict=True)
    ]
    return rows_to_examples(vectors, played, np.full(len(played), UNHEARD), is_mixed=True)
