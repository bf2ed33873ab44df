"""Music without drums, made up here: with its beats and bars, or in a key that is given."""

from typing import Final

import numpy as np

from beat_service.drums.pattern import BEATS_PER_BAR
from music_genre.audio.constants import WINDOW_S
from training.playing.accompaniment import (
    ANY,
    BEATS_PER_CHORD,
    CHORDS,
    STRAIGHT,
    Pulse,
    frame_to_music,
)
from training.playing.note_bank import Floats, Notes
from training.playing.soft_music import SCALES, Frame, frame_to_beat_times, random_to_frame

FREE_TIME: Final = 0.6  # [share of the music without drums]


def random_to_music(notes: Notes, random: np.random.Generator) -> Floats:
    """Render music without drums, float32 `(n_samples,)`, often in free time, peak 1."""
    music, _ = random_to_pulsed_music(notes, random)
    return music


def random_to_pulsed_music(notes: Notes, random: np.random.Generator) -> tuple[Floats, Pulse]:
    """Render the same, with its beats and bars; a bar begins with its first sample."""
    frame = random_to_frame(random)
    times_s = np.arange(frame.n_beats) * 60 / frame.bpm
    if random.random() < FREE_TIME:
        times_s = frame_to_beat_times(frame, random)
    pulse = Pulse(times_s[times_s < WINDOW_S], frame.bpm, frame.beats_per_bar, STRAIGHT)
    return frame_to_music(frame, pulse, ANY, notes, random), pulse


def random_to_song(
    tonic: int,
    scale: int,
    bpm: float,
    length_s: float,
    notes: Notes,
    random: np.random.Generator,
) -> Floats:
    """Render music in a key, float32 `(n_samples,)`, in time, peak 1.

    `tonic` is 0 for C, `scale` the number of one of `SCALES`.
    """
    n_beats = int(length_s * bpm / 60)
    beats_per_chord = float(random.choice(BEATS_PER_CHORD))
    frame = Frame(
        bpm=bpm,
        beats_per_bar=BEATS_PER_BAR,
        parts_per_beat=2,
        n_beats=n_beats,
        tonic=tonic,
        scale=SCALES[scale],
        chords=random.choice(CHORDS, size=int(n_beats / beats_per_chord) + 1),
        beats_per_chord=beats_per_chord,
    )
    pulse = Pulse(np.arange(n_beats + 1) * 60 / bpm, bpm, BEATS_PER_BAR, STRAIGHT)
    return frame_to_music(frame, pulse, ANY, notes, random)
