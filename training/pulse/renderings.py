"""Groove's validation part → recordings whose beats and bars are known, by fonts nobody trained on.

Each performance is heard alone, among instruments of the same font, and alone with a tempo that
wanders; it begins somewhere in its first bar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.drums.pattern import BEATS_PER_BAR
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance
from training.playing.mixes import with_accompaniment
from training.playing.note_bank import Notes
from training.playing.performances import EXCERPT_S, cut
from training.playing.sound_fonts import performance_to_font_waveform
from training.pulse.examples import with_drift

PEAK: Final = 0.9

Floats = NDArray[np.float32]
Times = NDArray[np.float64]


@dataclass(frozen=True)
class Rendering:
    """A recording, float32 `(n_samples,)` at 22 050 Hz, and its beats, `(n_beats,)` [s], rising.

    `is_first` tells of each beat whether a bar begins there; `bpm` is the median tempo.
    """

    name: str
    kind: str
    waveform: Floats
    beats_s: Times
    is_first: NDArray[np.bool_]
    bpm: float


def performances_to_renderings(
    performances: Sequence[Performance], font: Path, notes: Notes
) -> Iterator[Rendering]:
    """Render the first half minute of each that is in four, three times."""
    random = np.random.default_rng(0)
    for performance in performances:
        if not performance.is_in_four:
            continue
        excerpt = cut(performance, EXCERPT_S, 0.0)
        beats_s = np.arange(excerpt.n_beats) * 60 / excerpt.bpm
        alone = performance_to_font_waveform(excerpt, font)
        among = with_accompaniment(alone, excerpt, notes, random)
        wandering, wandering_s = with_drift(excerpt, random)
        drifting = performance_to_font_waveform(wandering, font)
        yield _begun_late("alone", excerpt, alone, beats_s, random)
        yield _begun_late("among instruments", excerpt, among, beats_s, random)
        yield _begun_late("tempo drifts", excerpt, drifting, wandering_s[:-1], random)


def _begun_late(
    kind: str,
    played: Performance,
    waveform: Floats,
    beats_s: Times,
    random: np.random.Generator,
) -> Rendering:
    """Leave out some of the first bar."""
    start_s = float(random.uniform(0, BEATS_PER_BAR * 60 / played.bpm))
    heard = waveform[round(start_s * SAMPLE_RATE_HZ) :]
    inside = (beats_s >= start_s) & (beats_s < start_s + len(heard) / SAMPLE_RATE_HZ)
    return Rendering(
        name=played.name,
        kind=kind,
        waveform=np.asarray(PEAK * heard / max(float(np.abs(heard).max()), 1e-4), np.float32),
        beats_s=beats_s[inside] - start_s,
        is_first=np.arange(len(beats_s))[inside] % BEATS_PER_BAR == 0,
        bpm=float(60 / np.median(np.diff(beats_s))),
    )
