"""How our own pieces are written: rows of steps, names of chords, words of melodies → notes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

BEATS_PER_BAR: Final = 4
SEMITONES: Final = 12
LETTERS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SIGNS: Final = {"#": 1, "b": -1, "": 0}
QUALITIES: Final = {
    "": (0, 4, 7),
    "6": (0, 4, 7, 9),
    "7": (0, 4, 7, 10),
    "13": (0, 4, 10, 21),
    "7b9": (0, 4, 10, 13),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "m9": (0, 3, 10, 14),
    "m7b5": (0, 3, 6, 10),
}
MINOR_THIRD: Final = 3
CHORD: Final = re.compile(r"([A-G])([#b]?)(.*)")
PITCH: Final = re.compile(r"([A-G])([#b]?)(\d)")
LOUDEST_SIGN: Final = 9
DRUM_LENGTH: Final = 0.2
OFF_BEAT: Final = 8  # how much softer [MIDI velocity] a melody is between the beats


@dataclass(frozen=True)
class Note:
    """Where a note begins and how long it is [beats], its MIDI pitch and velocity."""

    beat: float
    length: float
    pitch: int
    velocity: float


@dataclass(frozen=True)
class Touch:
    """How notes are struck: length [beats; of a melody: share of the written one] and velocity."""

    length: float
    velocity: float


def name_to_chord(name: str) -> tuple[int, tuple[int, ...]]:
    """Read "Bbm7": the root, 0–11 semitones over C, and its intervals. Raises `ValueError`."""
    match = CHORD.fullmatch(name)
    if match is None or match[3] not in QUALITIES:
        raise ValueError(f"no chord: {name}")
    return (LETTERS[match[1]] + SIGNS[match[2]]) % SEMITONES, QUALITIES[match[3]]


def name_to_pitch(name: str) -> int:
    """Read "C#4" as a MIDI pitch. Raises `ValueError`."""
    match = PITCH.fullmatch(name)
    if match is None:
        raise ValueError(f"no pitch: {name}")
    return SEMITONES * (int(match[3]) + 1) + LETTERS[match[1]] + SIGNS[match[2]]


def row_to_hits(row: str, steps_per_beat: int) -> Iterator[tuple[float, float]]:
    """Read a row of signs, "." a rest and 1–9 how loud: beats and shares of the loudest."""
    for step, sign in enumerate(row.replace(" ", "")):
        if sign != ".":
            yield step / steps_per_beat, int(sign) / LOUDEST_SIGN


def rows_to_drums(
    rows: Mapping[int, str], n_bars: int, steps_per_beat: int, velocity: float
) -> list[Note]:
    """Repeat a row of one bar for each drum of General MIDI."""
    return [
        Note(bar * BEATS_PER_BAR + beat, DRUM_LENGTH, drum, velocity * loud)
        for drum, row in rows.items()
        for bar in range(n_bars)
        for beat, loud in row_to_hits(row, steps_per_beat)
    ]


def chords_to_comping(chords: Sequence[str], rows: str, lowest: int, touch: Touch) -> list[Note]:
    """Strike a chord each bar, in the octave above `lowest`, in the rows' rhythms in turn.

    Rows are of sixteen steps, apart by "|".
    """
    notes = []
    in_turn = rows.split("|")
    for bar, name in enumerate(chords):
        root, intervals = name_to_chord(name)
        for beat, loud in row_to_hits(in_turn[bar % len(in_turn)], BEATS_PER_BAR):
            for interval in intervals:
                pitch = lowest + (root + interval - lowest) % SEMITONES
                start = bar * BEATS_PER_BAR + beat
                notes.append(Note(start, touch.length, pitch, touch.velocity * loud))
    return notes


def chords_to_bass(
    chords: Sequence[str], figures: str, steps_per_beat: int, lowest: int, touch: Touch
) -> list[Note]:
    """Play figures over each bar's root in turn: "0 . t 7" are semitones, a rest and the third.

    Figures are apart by "|", roots in the octave above `lowest`.
    """
    notes = []
    in_turn = figures.split("|")
    for bar, name in enumerate(chords):
        root, intervals = name_to_chord(name)
        base = lowest + (root - lowest) % SEMITONES
        third = MINOR_THIRD if MINOR_THIRD in intervals else MINOR_THIRD + 1
        for step, word in enumerate(in_turn[bar % len(in_turn)].split()):
            if word != ".":
                semitones = third if word == "t" else int(word)
                start = bar * BEATS_PER_BAR + step / steps_per_beat
                notes.append(Note(start, touch.length, base + semitones, touch.velocity))
    return notes


def words_to_melody(words: str, touch: Touch) -> list[Note]:
    """Read "C4:1 r:.5": pitches or rests, and beats; between the beats it is softer."""
    notes, beat = [], 0.0
    for word in words.split():
        name, _, length = word.partition(":")
        if name != "r":
            velocity = touch.velocity - (OFF_BEAT if beat % 1 else 0)
            notes.append(Note(beat, float(length) * touch.length, name_to_pitch(name), velocity))
        beat += float(length)
    return notes
