"""Every text of the beat section; `{…}` are filled in by `page/beat.py`."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from music_genre.translations.texts import InEveryLanguage


class EnergyPart(NamedTuple):
    """A measurement with its number, and how many digits that has after the point."""

    text: str
    digits: int


@dataclass(frozen=True)
class BeatStrings:
    """The texts of one language."""

    beat_title: str
    beat_silence: str
    beat_not_music: str
    recommended: str
    alternatives: str
    over_song: str
    over_hint: str
    over_apart: str
    beat_volume: str
    count_in: str
    credit: str
    save_as: str
    save_beat_as: str
    bars: str
    bars_of: str
    tempo: str
    bpm_unit: str
    sure: str
    free_time: str
    drift: str
    relations: dict[str, str]
    key: str
    no_clear_key: str
    key_change: str
    mixes_with: str
    listed: str
    notes: dict[str, str]
    accidentals: dict[str, str]
    modes: dict[str, str]
    key_name: str
    energy: str
    energy_parts: dict[str, EnergyPart]
    rhythm: str
    bands: dict[str, str]
    nearest_pattern: str
    swing: str
    steps_chart: str
    strong_steps: str
    steps_table: str
    step: str


ENGLISH: Final = BeatStrings(
    beat_title="A beat that fits",
    beat_not_music="No beat is suggested, because this is not music.",
    beat_silence="Silence has no tempo and no key. Try a song that sounds.",
    recommended="Recommended",
    alternatives="Or try",
    over_song="Play over the song",
    over_hint="The beat follows the song’s tempo, and its bars begin with the song’s.",
    over_apart="Not over the song: this beat’s tempo is neither the song’s nor its half or double.",
    beat_volume="Beat volume",
    count_in="Count in",
    credit="{author}, {licence}",
    save_as="Save as",
    save_beat_as="Save {title} as {format}",
    bars="{number} bars",
    bars_of="{number} bars of {meter}",
    tempo="Tempo",
    bpm_unit="BPM",
    sure="{percent} sure",
    free_time="Free time: no steady tempo is heard. The likeliest ones:",
    drift="It wanders from {low} to {high}; the beats follow.",
    relations={
        "chosen": "chosen",
        "half": "half",
        "double": "double",
        "third": "a third",
        "triple": "triple",
        "other": "other",
    },
    key="Key",
    no_clear_key="No clear key",
    key_change="from {time} on {key}",
    mixes_with="Mixes well with {codes}.",
    listed=", ",
    notes={letter: letter for letter in "CDEFGAB"},
    accidentals={"": "", "#": "♯", "b": "♭"},
    modes={"major": "major", "minor": "minor"},
    key_name="{note} {mode}",
    energy="Energy",
    energy_parts={
        "loudness_lufs": EnergyPart("Loudness {number} LUFS", 1),
        "onset_rate_hz": EnergyPart("Onsets {number} per second", 1),
        "brightness_hz": EnergyPart("Brightness {number} Hz", 0),
    },
    rhythm="The mean bar",
    bands={"low": "Low", "mid": "Mid", "high": "High"},
    nearest_pattern="Closest to {name} ({percent} alike)",
    swing="Swing ratio {ratio}",
    steps_chart="Strength of {number} steps in three bands. {strong}. The table has the numbers.",
    strong_steps="{band}: strong on {steps}",
    steps_table="The mean bar, as a table",
    step="Step",
)

BEAT_STRINGS: Final = InEveryLanguage("beat", ENGLISH)
