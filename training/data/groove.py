"""Groove MIDI Dataset → performances with styles.

Source: magenta.tensorflow.org/datasets/groove, version 1.0.0; CC BY 4.0. Gillick, Roberts, Engel,
Eck, Bamman, "Learning to Groove with Inverse Sequence Transformations", ICML 2019. Played by ten
drummers on a Roland TD-11. Its split keeps performances apart, not drummers.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beat_service.drums.hits import Hit
from beat_service.drums.midi import bytes_to_midi_beat
from beat_service.drums.pattern import BEATS_PER_BAR

# The first part of Groove's style → ours; "middleeastern" (one performance) has no counterpart.
GROOVE_TO_STYLE: Final = {
    "afrobeat": "Afrobeat",
    "afrocuban": "Latin",
    "blues": "Blues Shuffle",
    "country": "Country Train",
    "dance": "Disco",
    "funk": "Funk",
    "gospel": "Gospel",
    "highlife": "Afrobeat",
    "hiphop": "Boom Bap",
    "jazz": "Jazz Swing",
    "latin": "Latin",
    "neworleans": "New Orleans",
    "pop": "Pop",
    "punk": "Punk",
    "reggae": "Reggae",
    "rock": "Rock",
    "soul": "Soul",
}
FEWEST_BARS: Final = 4
LONGEST_BEATS: Final = 4000  # somebody played for half an hour


@dataclass(frozen=True)
class Performance:
    """What somebody, or one of our patterns, plays: strokes in time order and their tempo."""

    name: str
    style: str
    hits: tuple[Hit, ...]
    bpm: float
    n_beats: int
    is_in_four: bool = True


def folder_to_performances(folder: Path, split: str) -> Iterator[Performance]:
    """Read the beats, not fills, of four bars or more, of one part of the split."""
    with (folder / "info.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    for row in rows:
        style = GROOVE_TO_STYLE.get(row["style"].partition("/")[0])
        n_bars = float(row["duration"]) * float(row["bpm"]) / 60 / BEATS_PER_BAR
        if (row["split"], row["beat_type"]) != (split, "beat") or not style or n_bars < FEWEST_BARS:
            continue
        encoded = (folder / row["midi_filename"]).read_bytes()
        midi = bytes_to_midi_beat(encoded, most_beats=LONGEST_BEATS)
        n_beats = round(midi.bars.n_beats)
        is_in_four = row["time_signature"] == "4-4"
        yield Performance(row["id"], style, midi.hits, float(row["bpm"]), n_beats, is_in_four)
