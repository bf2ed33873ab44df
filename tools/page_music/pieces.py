"""The page's examples: five short pieces of our own, and what the service is to say of them."""

from dataclasses import dataclass
from typing import Final

from music_genre.webapi.prediction_body import Outcome
from tools.page_music.notation import (
    BEATS_PER_BAR,
    Note,
    Touch,
    chords_to_bass,
    chords_to_comping,
    rows_to_drums,
    words_to_melody,
)
from tools.page_music.recording import DRUMS, Part, Recording, Score

# General MIDI's drums and programs.
KICK, RIMSHOT, SNARE, CLAP, CLOSED_HAT, PEDAL_HAT, OPEN_HAT = 36, 37, 38, 39, 42, 44, 46
CRASH, RIDE, TAMBOURINE, CHINA = 49, 51, 54, 57
PIANO, E_PIANO, CLEAN_GUITAR, OVERDRIVEN, DISTORTED = 0, 4, 27, 29, 30
DOUBLE_BASS, FINGERED_BASS, PICKED_BASS, SYNTH_BASS = 32, 33, 34, 38
VIOLA, CELLO, STRINGS, BRASS, TENOR_SAX, CHOIR_PAD, HALO_PAD, ATMOSPHERE = (
    *(41, 42, 48, 61, 65, 91, 94),
    99,
)
LOW_E: Final = 40  # a guitar's lowest string, MIDI
POWER_CHORD: Final = (0, 7, 12)


@dataclass(frozen=True)
class Example:
    """A piece and its answer; `genre` is None where none of the genres fits."""

    name: str
    genre: str | None
    outcome: Outcome
    score: Score


def classical() -> Score:
    """Write a phrase for four strings."""
    first = (
        "E5:1.5 F5:.5 G5:1 C5:1  A5:1.5 G5:.5 F5:1 E5:1  D5:1 E5:.5 F5:.5 G5:1 D5:1"
        " E5:1 D5:.5 C5:.5 B4:2  C5:1.5 D5:.5 E5:1 A4:1  F5:1 E5:.5 D5:.5 C5:1 B4:1  C5:4"
    )
    second = (
        "G4:2 E4:1 G4:1  F4:2 A4:1 G4:1  G4:2 B4:1 G4:1  G4:1 F#4:1 G4:2"
        " G4:2 C5:1 A4:1  A4:2 G4:2  G4:4"
    )
    viola = (
        "C4:2 C4:1 E4:1  C4:2 C4:1 C4:1  B3:2 D4:1 B3:1  C4:1 A3:1 D4:2"
        " E4:2 E4:1 E4:1  D4:2 E4:1 D4:1  E4:4"
    )
    cello = (
        "C3:1 D3:.5 E3:.5 C3:1 C3:1  F3:1 E3:1 F3:1 C3:1  G3:2 G2:1 G3:1  C3:1 D3:1 G2:2"
        " C3:1 B2:1 A2:1 C3:1  D3:1 F3:1 G3:1 G2:1  C3:4"
    )
    parts = (
        Part(STRINGS, words_to_melody(first, Touch(0.98, 95)), 110),
        Part(STRINGS, words_to_melody(second, Touch(0.98, 80)), 100),
        Part(VIOLA, words_to_melody(viola, Touch(0.98, 80)), 100),
        Part(CELLO, words_to_melody(cello, Touch(0.98, 90)), 105),
    )
    return Score(72, 7, parts, Recording(room=0.4, drive=1.0, highest_hz=16_000))


def jazz() -> Score:
    """Write a chorus for tenor saxophone, piano, double bass and drums, in swing."""
    chords = (
        *("Dm7", "G13", "Cmaj7", "A7b9", "Dm7", "G13", "Cmaj7", "A7b9"),
        *("Fmaj7", "Fm7", "Em7", "A7b9", "Dm7", "G13", "C6", "C6"),
    )
    walking = "0 3 7 6|0 4 7 10|0 4 7 9|0 4 7 5|0 7 3 6|0 10 7 4|0 2 4 7|0 -2 4 5"
    comping = "...7..6.........|..7........6....|7......7......5.|......7....5...."
    solo = (
        "r:.5 F5:.5 A5:.5 C6:.5 B5:.5 A5:.5 G5:.5 F5:.5  E5:1 r:.5 D5:.5 F5:.5 G#5:.5 B5:.5 A5:.5"
        " G5:1.5 E5:.5 r:.5 C5:.5 E5:.5 G5:.5  A5:.5 Bb5:.5 G5:.5 E5:.5 C#5:.5 E5:.5 D5:.5 C5:.5"
        " A4:.5 C5:.5 E5:.5 F5:1.5 r:.5 A4:.5  B4:.5 D5:.5 F5:.5 A5:.5 G#5:.5 F5:.5 D5:.5 B4:.5"
        " E5:1.5 D5:.5 B4:.5 G4:1.5  r:1 G5:.5 E5:.5 C#5:.5 Bb4:.5 A4:1"
        " A5:1.5 G5:.5 E5:.5 C5:.5 A4:1  Ab5:1.5 F5:.5 D5:.5 C5:.5 Ab4:1"
        " G4:.5 B4:.5 D5:.5 F#5:.5 E5:1 r:1  C#5:.5 E5:.5 G5:.5 Bb5:.5 A5:1 G5:1"
        " F5:.5 E5:.5 D5:.5 C5:.5 B4:.5 A4:.5 G4:.5 F4:.5  E4:1 r:1 G4:.5 C5:.5 E5:.5 G5:.5"
        " A5:1 G5:1 E5:2  C5:4"
    )
    drums = {
        RIDE: "8. 86 8. 86",
        PEDAL_HAT: ".. 7. .. 7.",
        KICK: "4. .. 3. ..",
        RIMSHOT: "......3.",
    }
    parts = (
        Part(DOUBLE_BASS, chords_to_bass(chords, walking, 1, 33, Touch(0.9, 112)), 118),
        Part(PIANO, chords_to_comping(chords, comping, 57, Touch(0.4, 80)), 90),
        Part(TENOR_SAX, words_to_melody(solo, Touch(0.92, 100)), 108),
        Part(DRUMS, rows_to_drums(drums, len(chords), 2, 118), 90),
    )
    return Score(168, len(chords), parts, Recording(0.15, 1.2, 9_000), swing=0.64)


def disco() -> Score:
    """Write four on the floor: octaves of the bass, clipped guitar, strings and brass."""
    chords = ("Am7", "Dm7", "G7", "Cmaj7", "Fmaj7", "Bm7b5", "E7", "E7")
    octaves = "0 12 0 12 0 12 0 12|0 12 0 12 7 12 10 12"
    strings = (
        "C6:1.5 C6:.5 E5:2  D6:1.5 C6:.5 F5:2  B5:1.5 B5:.5 D5:2  C6:1.5 Bb5:.5 E5:2"
        " A5:1.5 A5:.5 C5:2  B5:1.5 A5:.5 D5:2  G#5:1.5 G#5:.5 E5:2  B5:1.5 A5:.5 D5:2"
    )
    drums = {
        KICK: "9... 9... 9... 9...",
        SNARE: ".... 9... .... 9...",
        CLAP: ".... 8... .... 8...",
        OPEN_HAT: "..8. ..8. ..8. ..8.",
        CLOSED_HAT: "7.6. 7.6. 7.6. 7.6.",
        TAMBOURINE: "5.45 5.45 5.45 5.45",
    }
    brass = "................|..........9.9..."
    parts = (
        Part(FINGERED_BASS, chords_to_bass(chords, octaves, 2, 33, Touch(0.4, 118)), 118),
        Part(
            CLEAN_GUITAR,
            chords_to_comping(chords, "..86 ..86 ..86 .686", 60, Touch(0.12, 95)),
            110,
        ),
        Part(STRINGS, words_to_melody(strings, Touch(0.95, 97)), 100),
        Part(
            E_PIANO,
            chords_to_comping(chords, "9... ..7. .... 8...", 57, Touch(0.8, 85)),
            80,
        ),
        Part(BRASS, chords_to_comping(chords, brass, 67, Touch(0.3, 110)), 127),
        Part(DRUMS, rows_to_drums(drums, len(chords), 4, 120), 112),
    )
    return Score(124, len(chords), parts, Recording(0.1, 3.0, 10_000))


def metal() -> Score:
    """Write a riff on two guitars over double kicks; what is on the open string is muted."""
    riff = ((0, 0, 0, 0, 0, 0, 1, 1), (0, 0, 0, 0, 3, 3, 1, 1), (0, 0, 0, 0, 6, 6, 5, 3),
            (0, 0, 0, 0, 1, 1, -2, -2))  # fmt: skip
    n_bars = 12
    guitar, bass = [], []
    for eighth in range(2 * BEATS_PER_BAR * n_bars):
        bar, place = divmod(eighth, 2 * BEATS_PER_BAR)
        root, beat = LOW_E + riff[bar % len(riff)][place], eighth / 2
        if root == LOW_E:
            strokes = [Note(beat + late, 0.14, root, 108) for late in (0, 0.25)]
            chord: tuple[int, ...] = POWER_CHORD[:2]
        else:
            strokes, chord = [Note(beat, 0.48, root, 118)], POWER_CHORD
        for stroke in strokes:
            guitar += [
                Note(stroke.beat, stroke.length, stroke.pitch + tone, stroke.velocity)
                for tone in chord
            ]
            bass.append(Note(stroke.beat, stroke.length, stroke.pitch - 12, 110))
    drums = {
        KICK: "9999 9999 9999 9999",
        SNARE: ".... 9... .... 9...",
        CHINA: "9... 7... 8... 7...",
    }
    parts = (
        Part(OVERDRIVEN, guitar, 110),
        Part(DISTORTED, guitar, 110),
        Part(PICKED_BASS, bass, 105),
        Part(DRUMS, [Note(0, 0.2, CRASH, 124), *rows_to_drums(drums, n_bars, 4, 124)], 118),
    )
    return Score(166, n_bars, parts, Recording(0.06, 6.0, 8_000))


def ambient() -> Score:
    """Write slow chords of pads, without a beat: music of none of the genres."""
    chords = ("Dm9", "Bbmaj7", "Fmaj7", "Cmaj7", "Dm9")
    melody = "r:2 A5:2 D6:2 C6:2 r:1 F5:3 E5:4 D5:4"
    struck = "9..............."
    parts = (
        Part(CHOIR_PAD, chords_to_comping(chords, struck, 50, Touch(4.4, 85)), 110),
        Part(HALO_PAD, chords_to_comping(chords, struck, 62, Touch(4.4, 54)), 90),
        Part(SYNTH_BASS, chords_to_bass(chords, "0", 1, 26, Touch(3.9, 80)), 80),
        Part(ATMOSPHERE, words_to_melody(melody, Touch(1.2, 70)), 80),
    )
    return Score(60, len(chords), parts, Recording(0.5, 1.2, 9_000))


EXAMPLES: Final = (
    Example("classical", "classical", "confident", classical()),
    Example("jazz", "jazz", "confident", jazz()),
    Example("disco", "disco", "confident", disco()),
    Example("metal", "metal", "confident", metal()),
    Example("ambient", None, "none_of_these", ambient()),
)
