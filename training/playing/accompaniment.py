"""Beats → what other instruments play to them: bass, guitars, keys, strings, brass, a voice.

Half of the time what goes with the style, else anything, so that the drums remain what tells most.
Motifs and chords are those of `training.playing.soft_music`; here are the rhythms of bands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.drums.pattern import BEATS_PER_BAR
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.note_bank import BASSES, OTHERS, Floats, Notes, pitch_to_note
from training.playing.soft_music import (
    SCALES,
    Frame,
    Note,
    texture_to_notes,
)

STRAIGHT: Final = 0.5  # [beats] where an eighth falls
TRIPLETS: Final = 2 / 3
SWUNG: Final = {
    "Jazz Swing": TRIPLETS,
    "Blues Shuffle": TRIPLETS,
    "New Orleans": 0.6,
    "Boom Bap": 0.56,
}
VOICES: Final = (53, 52, 40, 65, 73, 80)
IN_STYLE: Final = 0.5
WITH_BASS: Final = 0.85
WITH_VOICE: Final = 0.5
PART_DB: Final = 4.0  # standard deviation of a part's level
LATE_S: Final = 0.01
FADE: Final = 900  # samples in which a note ends
RIFF_STEPS: Final = 16  # [steps in a bar]
POWER_CHORDS: Final = 0.5
CONSONANT_S: Final = 0.06
BEATS_PER_CHORD: Final = (2.0, 4.0, 4.0, 4.0, 8.0)
CHORDS: Final = (0, 3, 4, 5, 1, 0, 4)


@dataclass(frozen=True)
class Pulse:
    """When the beats are, float64 `(n_beats,)` [s], and where between them an eighth falls."""

    times_s: NDArray[np.float64]
    bpm: float
    beats_per_bar: int
    swing: float

    @property
    def n_samples(self) -> int:
        """Count the samples up to the last beat, at the project's rate."""
        return round(float(self.times_s[-1]) * SAMPLE_RATE_HZ)

    def beats_to_s(self, start: float, end: float) -> tuple[float, float]:
        """Convert two moments counted in beats to seconds."""
        start_s, end_s = np.interp((start, end), np.arange(len(self.times_s)), self.times_s)
        return float(start_s), float(end_s)


@dataclass(frozen=True)
class Band:
    """Programs of General MIDI and rhythms for the bass, and for the rest."""

    bass: tuple[int, ...]
    bass_rhythms: tuple[str, ...]
    programs: tuple[int, ...]
    rhythms: tuple[str, ...]


ROCK: Final = Band(
    (33, 34),
    ("eighths", "eighths", "riff"),
    (29, 30, 25, 27, 0, 16),
    ("eighths", "held", "chords", "riff"),
)
METAL: Final = Band((34,), ("eighths", "riff"), (30, 30, 29), ("eighths", "riff", "held"))
JAZZ: Final = Band((32, 35), ("walking",), (0, 26, 65, 66, 56, 11), ("stabs", "melody", "chords"))
SOUL: Final = Band(
    (33, 34),
    ("riff", "bass"),
    (4, 16, 27, 28, 61, 48),
    ("stabs", "held", "chords", "riff", "melody"),
)
SKANK: Final = Band(
    (33, 32), ("riff", "two"), (27, 28, 0, 16, 17), ("offbeats", "offbeats", "held")
)
LATIN: Final = Band(
    (32, 33),
    ("riff", "two"),
    (0, 24, 25, 56, 61, 11, 73),
    ("riff", "arpeggio", "stabs", "melody"),
)
CLUB: Final = Band(
    (38, 39),
    ("offbeats", "eighths", "riff"),
    (4, 50, 80, 81, 88, 89, 0),
    ("held", "stabs", "riff", "arpeggio", "repeated"),
)
RAP: Final = Band(
    (38, 39, 33),
    ("held", "riff"),
    (4, 0, 48, 11, 89, 46),
    ("held", "arpeggio", "melody", "stabs"),
)
COUNTRY: Final = Band(
    (32, 33),
    ("two",),
    (25, 24, 27, 40, 22, 0),
    ("offbeats", "arpeggio", "eighths", "melody"),
)
ANY: Final = Band(
    BASSES,
    ("eighths", "riff", "bass", "walking", "two", "held", "offbeats"),
    OTHERS,
    (
        *("eighths", "offbeats", "held", "chords", "riff", "stabs"),
        *("arpeggio", "melody", "repeated"),
    ),
)
STYLE_TO_BAND: Final[Mapping[str, Band]] = (
    dict.fromkeys(("Rock", "Pop", "Punk"), ROCK)
    | dict.fromkeys(("Metal",), METAL)
    | dict.fromkeys(("Jazz Swing", "Blues Shuffle", "New Orleans"), JAZZ)
    | dict.fromkeys(("Soul", "Funk", "Gospel", "Disco", "Afrobeat"), SOUL)
    | dict.fromkeys(("Reggae",), SKANK)
    | dict.fromkeys(("Latin", "Bossa Nova", "Samba", "Reggaeton", "Dancehall"), LATIN)
    | dict.fromkeys(("House", "Techno", "Afro", "Amapiano", "UK Garage", "Drum and Bass"), CLUB)
    | dict.fromkeys(("Boom Bap", "Trap", "Drill"), RAP)
    | dict.fromkeys(("Country Train",), COUNTRY)
)


def beats_to_accompaniment(
    style: str, bpm: float, n_beats: int, notes: Notes, random: np.random.Generator
) -> Floats:
    """Render an accompaniment as long as the beats, float32 `(n_samples,)`, 22 050 Hz, peak 1."""
    band = STYLE_TO_BAND[style] if random.random() < IN_STYLE else ANY
    triple = SWUNG.get(style, STRAIGHT) == TRIPLETS
    beats_per_chord = float(random.choice(BEATS_PER_CHORD))
    frame = Frame(
        bpm=bpm,
        beats_per_bar=BEATS_PER_BAR,
        parts_per_beat=3 if triple else 2,
        n_beats=n_beats,
        tonic=int(random.integers(12)),
        scale=SCALES[int(random.integers(len(SCALES)))],
        chords=random.choice(CHORDS, size=int(n_beats / beats_per_chord) + 1),
        beats_per_chord=beats_per_chord,
    )
    times_s = np.arange(n_beats + 1) * 60 / bpm
    pulse = Pulse(times_s, bpm, BEATS_PER_BAR, SWUNG.get(style, STRAIGHT))
    return frame_to_music(frame, pulse, band, notes, random)


def frame_to_music(
    frame: Frame, pulse: Pulse, band: Band, notes: Notes, random: np.random.Generator
) -> Floats:
    """Render what a band of two to five plays, float32 `(n_samples,)` at 22 050 Hz, peak 1."""
    mix = np.zeros(pulse.n_samples, np.float32)
    parts = [
        (band.programs, str(random.choice(band.rhythms))) for _ in range(random.integers(1, 4))
    ]
    if random.random() < WITH_BASS:
        parts.append((band.bass, str(random.choice(band.bass_rhythms))))
    if random.random() < WITH_VOICE:
        parts.append((VOICES, "voice"))
    for programs, rhythm in parts:
        known = [program for program in programs if program in notes]
        if known:
            program = int(random.choice(known))
            score = rhythm_to_notes(rhythm, frame, random, low=program in BASSES)
            part = _part(rhythm, score, pulse, notes[program], random)
            level = max(float(np.sqrt((part**2).mean())), 1e-4)
            mix += part * np.float32(10 ** (random.normal(0, PART_DB) / 20) / level)
    return np.asarray(mix / max(float(np.abs(mix).max(initial=0.0)), 1e-4), np.float32)


def _part(
    rhythm: str,
    score: Sequence[Note],
    pulse: Pulse,
    notes: dict[int, Floats],
    random: np.random.Generator,
) -> Floats:
    """One instrument's notes, placed."""
    mix = np.zeros(pulse.n_samples, np.float32)
    legato = random.choice([0.35, 0.6, 0.9, 1.0])
    accent, late_s = random.uniform(0, 0.5), LATE_S * random.random()
    tuned: dict[int, Floats] = {}
    longest = max((length for _, length, _ in score), default=0.0)
    n_longest = round((longest * 60 / pulse.bpm + 0.2) * SAMPLE_RATE_HZ)
    for beat, length, pitch in score:
        start_s, end_s = pulse.beats_to_s(_swung(beat, pulse.swing), beat + length * legato)
        start = max(0, round((start_s + random.normal(0, late_s)) * SAMPLE_RATE_HZ))
        n_samples = round((end_s - start_s) * SAMPLE_RATE_HZ) + FADE
        if pitch not in tuned:
            tuned[pitch] = pitch_to_note(notes, pitch, n_longest)
        note = _ended(tuned[pitch], min(n_samples, len(mix) - start))
        gain = 1 - accent * (0.8 if beat % 1 else 0.4 if beat % pulse.beats_per_bar else 0)
        mix[start : start + len(note)] += np.float32(gain * random.uniform(0.8, 1)) * note
        if rhythm == "voice":
            _add_consonant(mix, start, random)
    return mix


def _swung(beat: float, swing: float) -> float:
    """Eighths between beats are late."""
    return float(beat // 1 + swing) if beat % 1 == STRAIGHT else beat


def _ended(note: Floats, n_samples: int) -> Floats:
    """Its first samples, faded out."""
    shorter = note[: max(0, n_samples)].copy()
    fade = min(FADE, len(shorter))
    shorter[len(shorter) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return shorter


def _add_consonant(mix: Floats, start: int, random: np.random.Generator) -> None:
    """High noise where a singer's syllable begins."""
    n_samples = min(round(CONSONANT_S * random.uniform(0.3, 2) * SAMPLE_RATE_HZ), len(mix) - start)
    if n_samples > 2:  # noqa: PLR2004  # what two differences need
        noise = np.diff(random.standard_normal(n_samples + 2), 2) * np.hanning(n_samples)
        mix[start : start + n_samples] += (random.uniform(0, 0.08) * noise).astype(np.float32)


def rhythm_to_notes(
    rhythm: str, frame: Frame, random: np.random.Generator, *, low: bool
) -> list[Note]:
    """Choose what an instrument plays: beat, length [beats], pitch; a bass has single notes."""
    if rhythm == "voice":
        return texture_to_notes("melody", frame, random)
    if rhythm in {"chords", "melody", "arpeggio", "repeated", "bass"} or (
        rhythm == "held" and not low
    ):
        return texture_to_notes(rhythm, frame, random)
    places = {
        "eighths": [(at / 2, 0.5) for at in range(2 * frame.beats_per_bar)],
        "offbeats": [(at + 0.5, 0.3) for at in range(frame.beats_per_bar)],
        "walking": [(float(at), 1.0) for at in range(frame.beats_per_bar)],
        "two": [(float(at), 1.0) for at in range(0, frame.beats_per_bar, 2)],
        "held": [(0.0, float(frame.beats_per_bar))],
    }.get(rhythm) or _riff(frame, random, short=rhythm == "stabs")
    base = 36 if low else int(random.choice([48, 60]))
    wander = low and rhythm in {"walking", "two", "riff"}
    power = rhythm == "eighths" and not low and random.random() < POWER_CHORDS
    chord = (0,) if low else (0, 4, 7) if power else (0, 2, 4)
    notes = []
    for bar in range(0, frame.n_beats, frame.beats_per_bar):
        for number, (place, length) in enumerate(places):
            root = frame.chord_at(bar + place)
            step = int(random.choice([0, 2, 4, 1, -1])) if wander and number else 0
            notes += [
                (bar + place, length, frame.degree_to_pitch(root + degree + step, base))
                for degree in chord
                if bar + place < frame.n_beats
            ]
    return notes


def _riff(frame: Frame, random: np.random.Generator, *, short: bool) -> list[tuple[float, float]]:
    """Choose some sixteenths of a bar, rather those on the beat."""
    n_steps = RIFF_STEPS * frame.beats_per_bar // BEATS_PER_BAR
    steps = np.arange(n_steps)
    weights = np.where(steps % 4 == 0, 3.0, np.where(steps % 2 == 0, 2.0, 0.7))
    number = int(random.integers(2, 4 if short else n_steps // 2 + 2))
    chosen = np.sort(random.choice(n_steps, number, replace=False, p=weights / weights.sum()))
    lengths = np.diff(np.append(chosen, n_steps)) / 4
    return [
        (step / 4, min(float(length), 0.4 if short else 2.0))
        for step, length in zip(chosen, lengths, strict=True)
    ]
