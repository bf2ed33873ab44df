"""MIDI of drummers → rhythm vectors of whole renderings by sound fonts, as strangers make them.

Training and measuring walk the same way: a font plays the whole file, with the notes the file has
or with General MIDI's, straight or at another tempo with other timing and another balance of the
drums; the result is heard as it is, or equalised, in a room and squeezed, alone or under music.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.styles.rhythm_vector import waveform_to_rhythm_vector, waveform_to_windows
from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S
from training.data.groove import Performance
from training.playing.accompaniment import beats_to_accompaniment
from training.playing.midi_strokes import (
    Strokes,
    file_to_strokes,
    font_to_kits,
    performance_to_strokes,
    strokes_to_played,
    strokes_to_waveform,
    to_general_midi,
)
from training.playing.mixes import music_to_gain
from training.playing.note_bank import Notes, file_to_notes
from training.playing.recording import dry_to_recording

Floats = NDArray[np.float32]

LONGEST_S: Final = 180.0
SHORTEST_WINDOW_S: Final = 12.0
LOUDER_DB: Final = (-12.0, 6.0)  # [dB] the music over the drums
QUIETEST_NOISE: Final = 1e-4


@dataclass(frozen=True)
class Rendering:
    """What is rendered, by which font, how, and the bank of notes of music around it.

    `source` is a MIDI file, or what somebody plays; `seed` decides whatever is left to chance.
    """

    name: str
    style: str
    source: Path | Performance
    font: Path
    seed: int
    is_straight: bool = False  # as the file and the font are
    longest_s: float = LONGEST_S  # of what is longer, the middle is rendered
    notes: Path | None = None


def rendering_to_vectors(
    rendering: Rendering, n_windows: int, *, shortened: float = 0.0
) -> list[Floats]:
    """Compute a vector of each window, `n_windows` at most, the middle one first.

    `shortened` is how often another window than the middle one is shorter than the longest.
    """
    random = np.random.default_rng([rendering.seed, 3])
    strokes = _middle(_source_to_strokes(rendering.source), rendering.longest_s)
    kit = None
    if not rendering.is_straight:
        if random.random() < 0.5:  # noqa: PLR2004  # every second file was meant for General MIDI
            strokes = to_general_midi(strokes)
        strokes = strokes_to_played(strokes, random)
        kits = font_to_kits(rendering.font)
        if random.random() < 0.5:  # noqa: PLR2004  # else the one that everybody gets
            kit = kits[int(random.integers(len(kits)))]
    waveform = strokes_to_waveform(strokes, rendering.font, kit)
    windows = waveform_to_windows(waveform, n_windows)
    return [
        waveform_to_rhythm_vector(_recorded(window, strokes.bpm, rendering, random, short))
        for window, short in zip(windows, [0.0] + [shortened] * (len(windows) - 1), strict=True)
    ]


def _source_to_strokes(source: Path | Performance) -> Strokes:
    if isinstance(source, Performance):
        return performance_to_strokes(source)
    return file_to_strokes(source)


def _middle(strokes: Strokes, longest_s: float) -> Strokes:
    """Keep the middle of a long file."""
    start = max(0.0, (strokes.length_s - longest_s) / 2)
    return strokes.part(start, start + longest_s)


def _recorded(
    window: Floats, bpm: float, rendering: Rendering, random: np.random.Generator, short: float
) -> Floats:
    """Put a window among music, into a room, and at another level."""
    if random.random() < short:
        kept = round(random.uniform(SHORTEST_WINDOW_S, WINDOW_S) * SAMPLE_RATE_HZ)
        start = int(random.integers(max(1, len(window) - kept)))
        window = window[start : start + kept]
    if rendering.notes:
        window = under_music(window, bpm, rendering.style, file_to_notes(rendering.notes), random)
    if rendering.is_straight:
        return window
    recording = dry_to_recording(window, random)
    noise = QUIETEST_NOISE * 10 ** random.uniform(0, 2) * random.standard_normal(len(recording))
    return np.asarray(random.uniform(0.1, 1) * recording + noise, np.float32)


def under_music(
    drums: Floats, bpm: float, style: str, notes: Notes, random: np.random.Generator
) -> Floats:
    """Mix drums and instruments, float32 `(n_samples,)`, peak 1."""
    n_beats = int(len(drums) / SAMPLE_RATE_HZ * bpm / 60) + 1
    music = beats_to_accompaniment(style, bpm, n_beats, notes, random)[: len(drums)]
    mixed = drums.copy()
    mixed[: len(music)] += music_to_gain(music, drums, LOUDER_DB, random) * music
    return np.asarray(mixed / max(float(np.abs(mixed).max()), 1e-4), np.float32)
