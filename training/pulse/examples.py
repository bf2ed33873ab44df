"""Groove, our patterns and made-up music → levels of what is heard, with its beats and bars.

Everything is played by kits and instruments of some parts of their banks, so that a network can be
held against fonts of which it heard nothing. An excerpt begins anywhere in its first bar.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.analysis.onsets import waveform_to_levels
from beat_service.drums.pattern import BEATS_PER_BAR, folder_to_styles, pattern_to_tempi
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance, folder_to_performances
from training.playing.banks import NoteFiles
from training.playing.drum_bank import file_to_bank
from training.playing.mixes import whole_bars, with_accompaniment
from training.playing.note_bank import file_to_notes
from training.playing.performances import pattern_to_performance
from training.playing.recording import dry_to_recording, performance_to_dry
from training.playing.songs import random_to_pulsed_music

Floats = NDArray[np.float32]
Times = NDArray[np.float64]

PARTS: Final = (1, 2)  # of the banks; what is measured on is played by the font of part 0
N_NO_DRUMS: Final = 3500
PER_PERFORMANCE: Final = 18
PER_PATTERN: Final = 26
LEFT_OUT_EVERY: Final = 5  # performances
WITH_MUSIC: Final = 0.6  # [share] of the drums
FROM_FONTS: Final = 0.7  # [share] of the kits
FASTER: Final = (0.75, 1.3)  # ratio to the tempo that somebody drummed at
DRIFTING: Final = 0.5  # [share] of the drums that play alone
DRIFT: Final = (0.01, 0.04)  # ratio to the tempo, either way
DRIFT_PERIODS_BEATS: Final = (8, 60)
QUIETEST_NOISE: Final = 1e-4
LEVEL_RANGE_DB: Final = 80.0
SEED: Final = 5
CHUNK: Final = 8


@dataclass(frozen=True)
class PulseExample:
    """Levels as uint8 `(48, n_frames)`, 0 for −80 dB and 255 for 0, and beats, `(n,)` [s].

    `is_first` tells of each beat whether a bar begins there.
    """

    levels: NDArray[np.uint8]
    beats_s: Times
    is_first: NDArray[np.bool_]


@dataclass(frozen=True)
class Banks:
    """Files of the drums and of the notes that examples are played by."""

    drums: Path
    notes: NoteFiles


def groove_to_examples(groove: Path, banks: Banks) -> list[PulseExample]:
    """Play Groove's train part, our patterns in four, and music without drums."""
    random = np.random.default_rng(SEED)
    played: list[Performance | None] = [*_played(groove, random), *([None] * N_NO_DRUMS)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = pool.map(
            number_to_example, range(len(played)), played, repeat(banks), chunksize=CHUNK
        )
        return list(tqdm(jobs, "beats to learn", len(played), mininterval=30))


def _played(groove: Path, random: np.random.Generator) -> Iterator[Performance]:
    for performance in learnt_from(folder_to_performances(groove, "train")):
        for _ in range(PER_PERFORMANCE):
            faster = np.exp(random.uniform(*np.log(FASTER)))
            yield whole_bars(replace(performance, bpm=performance.bpm * faster), random)
    for style in folder_to_styles():
        for pattern in style.patterns:
            slowest, fastest = pattern_to_tempi(pattern, style)
            for _ in range(PER_PATTERN):
                bpm = float(random.uniform(slowest, fastest))
                yield pattern_to_performance(pattern, style, bpm, random)


def learnt_from(performances: Iterable[Performance]) -> Iterator[Performance]:
    """Leave out what is not in four, and of the others each fifth, to choose settings by."""
    in_four = [one for one in performances if one.is_in_four]
    return (one for number, one in enumerate(in_four) if number % LEFT_OUT_EVERY)


def number_to_example(number: int, played: Performance | None, banks: Banks) -> PulseExample:
    """Make one example; the same whatever the number of cores."""
    random = np.random.default_rng([SEED, number])
    part = PARTS[number % len(PARTS)]
    if played is None:
        notes = file_to_notes(banks.notes[str(part)])
        dry, pulse = random_to_pulsed_music(notes, random)
        beats_s = pulse.times_s
        first = np.arange(len(beats_s)) % pulse.beats_per_bar == 0
    else:
        dry, beats_s = _drummed(played, part, banks, random)
        first = np.arange(len(beats_s)) % BEATS_PER_BAR == 0
    recording = dry_to_recording(dry, random)
    noise = QUIETEST_NOISE * 10 ** random.uniform(0, 2.3) * random.standard_normal(len(recording))
    bar_s = float(beats_s[min(BEATS_PER_BAR, len(beats_s) - 1)])
    start_s = float(random.uniform(0, bar_s))
    waveform = (recording + noise).astype(np.float32)[round(start_s * SAMPLE_RATE_HZ) :]
    inside = (beats_s >= start_s) & (beats_s < start_s + len(waveform) / SAMPLE_RATE_HZ)
    return PulseExample(
        levels_to_bytes(waveform_to_levels(waveform)), beats_s[inside] - start_s, first[inside]
    )


def levels_to_bytes(levels_db: Floats) -> NDArray[np.uint8]:
    """Keep levels, 0 … −80 dB, in a byte each; same shape."""
    return np.asarray(np.rint((1 + levels_db / LEVEL_RANGE_DB) * 255), np.uint8)


def _drummed(
    played: Performance, part: int, banks: Banks, random: np.random.Generator
) -> tuple[Floats, Times]:
    """Play the drums, float32 `(n_samples,)`, alone or among music, and find their beats [s]."""
    kits = [kit for kit in file_to_bank(banks.drums) if kit.part == part]
    if random.random() < WITH_MUSIC:
        drums = performance_to_dry(played, kits, font=FROM_FONTS, random=random)
        notes = file_to_notes(banks.notes[str(part)])
        mixed = with_accompaniment(drums, played, notes, random)
        return mixed, np.arange(played.n_beats) * 60 / played.bpm
    beats_s = np.arange(played.n_beats + 1) * 60 / played.bpm
    if random.random() < DRIFTING:
        played, beats_s = with_drift(played, random)
    return performance_to_dry(played, kits, font=FROM_FONTS, random=random), beats_s[:-1]


def with_drift(played: Performance, random: np.random.Generator) -> tuple[Performance, Times]:
    """Let the tempo wander; the strokes are then counted in beats that are not the music's.

    The music's own beats, float64 `(n_beats + 1,)` [s], come with it.
    """
    beats = np.arange(played.n_beats + 1)
    curve = np.ones(len(beats))
    for period in random.uniform(*DRIFT_PERIODS_BEATS, 3):
        share = random.uniform(*DRIFT) / np.sqrt(3)
        curve += share * np.sin(2 * np.pi * (beats / period + random.random()))
    beats_s = np.concatenate([[0.0], np.cumsum(60 / played.bpm / curve)[:-1]])
    places = np.interp([hit.beat for hit in played.hits], beats, beats_s) * played.bpm / 60
    hits = tuple(
        replace(hit, beat=float(place)) for hit, place in zip(played.hits, places, strict=True)
    )
    n_beats = int(beats_s[-1] * played.bpm / 60) + 1
    return replace(played, hits=hits, n_beats=n_beats), beats_s


def examples_to_file(examples: Sequence[PulseExample], path: Path) -> None:
    """Keep examples, uncompressed."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for number, one in enumerate(examples):
        arrays[f"{number}/levels"] = one.levels
        arrays[f"{number}/beats"] = one.beats_s
        arrays[f"{number}/first"] = one.is_first
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type]  # numpy's stub takes no mapping
    part.replace(path)


def file_to_examples(path: Path) -> list[PulseExample]:
    """Load examples that were kept."""
    with np.load(path) as arrays:
        return [
            PulseExample(
                arrays[f"{number}/levels"], arrays[f"{number}/beats"], arrays[f"{number}/first"]
            )
            for number in range(len(arrays.files) // 3)
        ]
