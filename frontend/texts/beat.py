"""Every text of the beat section, in English and French; `{…}` are filled in by `page/beat.py`."""

from dataclasses import dataclass
from typing import Final

from music_genre.webapi.messages import Language


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
    energy: str
    energy_parts: dict[str, tuple[str, int]]
    rhythm: str
    bands: dict[str, str]
    nearest_pattern: str
    swing: str
    steps_chart: str
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
    energy="Energy",
    energy_parts={
        "loudness_lufs": ("Loudness {number} LUFS", 1),
        "onset_rate_hz": ("Onsets {number} per second", 1),
        "brightness_hz": ("Brightness {number} Hz", 0),
    },
    rhythm="The mean bar",
    bands={"low": "Low", "mid": "Mid", "high": "High"},
    nearest_pattern="Closest to {name} ({percent} alike)",
    swing="Swing ratio {ratio}",
    steps_chart="Strength of {number} steps in three bands; the table has the numbers",
    steps_table="The mean bar, as a table",
    step="Step",
)

FRENCH: Final = BeatStrings(
    beat_title="Un beat qui va avec",
    beat_not_music="Aucun beat n’est proposé, car ce n’est pas de la musique.",
    beat_silence="Le silence n’a ni tempo ni tonalité. Essayez un morceau qui sonne.",
    recommended="Recommandé",
    alternatives="Ou bien",
    over_song="Jouer par-dessus le morceau",
    over_hint="Le beat suit le tempo du morceau, et ses mesures commencent avec les siennes.",
    over_apart="Pas par-dessus le morceau\N{NO-BREAK SPACE}: le tempo de ce beat n’est ni le sien, "
    "ni sa moitié, ni son double.",
    beat_volume="Volume du beat",
    count_in="Décompte",
    credit="{author}, {licence}",
    save_as="Télécharger en",
    save_beat_as="Télécharger {title} en {format}",
    bars="{number} mesures",
    bars_of="{number} mesures à {meter}",
    tempo="Tempo",
    bpm_unit="BPM",
    sure="sûr à {percent}",
    free_time="Temps libre\N{NO-BREAK SPACE}: on n’entend pas de tempo régulier. "
    "Les plus probables\N{NO-BREAK SPACE}:",
    drift="Il varie de {low} à {high}\N{NO-BREAK SPACE}; les temps suivent.",
    relations={
        "chosen": "choisi",
        "half": "moitié",
        "double": "double",
        "third": "tiers",
        "triple": "triple",
        "other": "autre",
    },
    key="Tonalité",
    no_clear_key="Pas de tonalité nette",
    key_change="à partir de {time}, {key}",
    mixes_with="Se mixe bien avec {codes}.",
    listed=", ",
    notes={"C": "do", "D": "ré", "E": "mi", "F": "fa", "G": "sol", "A": "la", "B": "si"},
    accidentals={"": "", "#": " dièse", "b": " bémol"},
    modes={"major": "majeur", "minor": "mineur"},
    energy="Énergie",
    energy_parts={
        "loudness_lufs": ("Sonie {number} LUFS", 1),
        "onset_rate_hz": ("Attaques\N{NO-BREAK SPACE}: {number} par seconde", 1),
        "brightness_hz": ("Brillance {number} Hz", 0),
    },
    rhythm="La mesure moyenne",
    bands={"low": "Grave", "mid": "Médium", "high": "Aigu"},
    nearest_pattern="Au plus près de {name} (similitude {percent})",
    swing="Rapport de swing {ratio}",
    steps_chart=(
        "Force de {number} pas dans trois bandes\N{NO-BREAK SPACE}; le tableau a les nombres"
    ),
    steps_table="La mesure moyenne, en tableau",
    step="Pas",
)

BEAT_STRINGS: Final[dict[Language, BeatStrings]] = {"en": ENGLISH, "fr": FRENCH}
