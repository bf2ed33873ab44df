"""Pieces that are no examples yet: what to take where a training has made one of them doubtful."""

from typing import Final

from tools.page_music.notation import (
    BEATS_PER_BAR,
    Note,
    Touch,
    chords_to_bass,
    chords_to_comping,
    name_to_chord,
    rows_to_drums,
    words_to_melody,
)
from tools.page_music.pieces import (
    CLAP,
    CLEAN_GUITAR,
    CLOSED_HAT,
    FINGERED_BASS,
    KICK,
    PEDAL_HAT,
    RIDE,
    SNARE,
    SYNTH_BASS,
    Example,
)
from tools.page_music.recording import DRUMS, Part, Recording, Score

JAZZ_GUITAR, VIBRAPHONE = 26, 11
LOW_A: Final = 45  # a guitar's second string, MIDI
FIFTH, SIXTH = 7, 9  # semitones over the root, which the shuffle goes between


def blues() -> Score:
    """Write twelve bars of shuffle in A for two guitars, bass and drums."""
    chords = ("A7", "D7", "A7", "A7", "D7", "D7", "A7", "A7", "E7", "D7", "A7", "E7")
    lead = (
        "r:.5 C5:.5 D5:.5 D#5:.5 E5:1 D5:.5 C5:.5  A4:1.5 r:2.5"
        " r:.5 C5:.5 D5:.5 D#5:.5 E5:.5 G5:.5 E5:.5 D5:.5  C5:.5 A4:1.5 r:2"
        " A5:1 G5:.5 E5:.5 G5:1 E5:.5 D5:.5  C5:.5 D5:.5 C5:.5 A4:2.5"
        " r:.5 E5:.5 G5:.5 A5:1.5 G5:.5 E5:.5  D5:.5 C5:.5 A4:1 r:2"
        " B4:1 D5:.5 E5:.5 G5:1 E5:1  A4:1 C5:.5 D5:.5 D#5:.5 D5:.5 C5:.5 A4:.5"
        " A4:.5 C5:.5 E5:.5 D5:.5 C5:.5 A4:.5 G4:.5 A4:.5  E5:1 D5:.5 B4:.5 G#4:1 E4:1"
    )
    rhythm = []
    for eighth in range(2 * BEATS_PER_BAR * len(chords)):
        root, _ = name_to_chord(chords[eighth // (2 * BEATS_PER_BAR)])
        low = LOW_A + (root - LOW_A) % 12
        tones = (0, SIXTH if eighth % BEATS_PER_BAR in {2, 3} else FIFTH)
        loud = 78 if eighth % 2 else 92
        rhythm += [Note(eighth / 2, 0.4, low + tone, loud) for tone in tones]
    drums = {KICK: "9...8...", SNARE: "..9...9.", RIDE: "8.868.86", PEDAL_HAT: "..6...6."}
    walking = "0 0 t t 7 7 9 9|0 0 t t 7 7 10 9"
    parts = (
        Part(JAZZ_GUITAR, rhythm, 88),
        Part(FINGERED_BASS, chords_to_bass(chords, walking, 2, 33, Touch(0.45, 110)), 110),
        Part(CLEAN_GUITAR, words_to_melody(lead, Touch(0.9, 108)), 105),
        Part(DRUMS, rows_to_drums(drums, len(chords), 2, 118), 100),
    )
    return Score(132, len(chords), parts, Recording(0.12, 1.5, 9_000), swing=0.66)


def hip_hop() -> Score:
    """Write a beat of deep bass, hard drums and a vibraphone."""
    chords = ("Dm9", "Dm9", "Bbmaj7", "A7", "Dm9", "Dm9")
    deep = "0 . . 0 . . . . 0 . 0 . . . -2 .|0 . . . . . 0 . . . 0 . t . . ."
    drums = {
        KICK: "9..7 ..9. ..9. ....",
        SNARE: ".... 9... .... 9..3",
        CLOSED_HAT: "8687 8687 8687 8.87",
        CLAP: ".... 7... .... 7...",
    }
    parts = (
        Part(SYNTH_BASS, chords_to_bass(chords, deep, 4, 26, Touch(0.5, 124)), 124),
        Part(
            VIBRAPHONE,
            chords_to_comping(chords, "9... .... ...7 ....", 57, Touch(1.6, 80)),
            80,
        ),
        Part(DRUMS, rows_to_drums(drums, len(chords), 4, 124), 124),
    )
    return Score(92, len(chords), parts, Recording(0.06, 4.0, 7_000), swing=0.55)


SPARE: Final = (
    Example("blues", "blues", "confident", blues()),
    Example("hiphop", "hiphop", "confident", hip_hop()),
)
