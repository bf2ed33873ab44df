"""Every text that the page's scripts say, in English and French; `{…}` are filled in by them."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from frontend.texts.music import MUSIC_STRINGS
from frontend.texts.page import GENRE_LABELS
from frontend.texts.queue import QUEUE_STRINGS
from music_genre.webapi.messages import Language


@dataclass(frozen=True)
class ScriptStrings:
    """The texts of one language."""

    uploading: str
    listening: str
    so_far: str
    time_left: str
    cancelled: str
    progress: str
    n_files: str
    no_audio_there: str
    tempo_tapped: str
    tempo_counting: str
    tempo_corrected: str
    tempo_impossible: str

    queue_caption: str
    column_file: str
    column_genre: str
    column_confidence: str
    column_tempo: str
    column_actions: str
    waiting: str
    between: str
    none_of_these: str
    not_music: str
    not_music_speech: str
    not_music_noise: str
    not_music_tone: str
    not_music_other: str
    silence: str
    not_heard: str
    show_file: str
    cancel_file: str
    queue_state: str
    save_csv: str
    save_all_json: str
    clear_queue: str

    recording_file: str
    link_copied: str
    link_not_copied: str
    forget: str
    forgotten: str


ENGLISH: Final = ScriptStrings(
    uploading="Uploading…",
    listening="Listening…",
    so_far="So far: {names}. Still listening…",
    time_left="About {seconds} s left.",
    cancelled="Cancelled.",
    progress="Upload of {name}",
    n_files="{number} files",
    no_audio_there="There is no audio file in it.",
    tempo_tapped="{bpm} BPM: tap on, or wait",
    tempo_counting="Listening again at {bpm} BPM…",
    tempo_corrected="{bpm} BPM. Rhythm and beats follow it.",
    tempo_impossible="{bpm} BPM is no tempo that we count at: {slowest} to {fastest}.",
    queue_caption="Files and what they are",
    column_file="File",
    column_genre="Genre",
    column_confidence="Confidence",
    column_tempo="BPM",
    column_actions="Actions",
    waiting="waiting",
    between="between {first} and {second}",
    none_of_these="none of the genres",
    not_music="not music",
    not_music_speech="not music: speech",
    not_music_noise="not music: noise",
    not_music_tone="not music: a tone",
    not_music_other="not music: another sound",
    silence="silence",
    not_heard="no answer",
    show_file="Show the result of {name}",
    cancel_file="Cancel {name}",
    queue_state="{done} of {total} files done",
    save_csv="Save as CSV",
    save_all_json="Save as JSON",
    clear_queue="Clear the list",
    recording_file="recording {time}.wav",
    link_copied="Link copied.",
    link_not_copied="The browser does not let us copy. The link is in the address bar.",
    forget="Forget {name}",
    forgotten="Forgotten.",
)

FRENCH: Final = ScriptStrings(
    uploading="Envoi…",
    listening="Analyse en cours…",
    so_far="Pour l’instant\N{NO-BREAK SPACE}: {names}. L’analyse continue…",
    time_left="Encore {seconds}\N{NO-BREAK SPACE}s environ.",
    cancelled="Annulé.",
    progress="Envoi de {name}",
    n_files="{number} fichiers",
    no_audio_there="Aucun fichier audio là-dedans.",
    tempo_tapped="{bpm} BPM\N{NO-BREAK SPACE}: continuez, ou attendez",
    tempo_counting="Nouvelle analyse à {bpm} BPM…",
    tempo_corrected="{bpm} BPM. Le rythme et les beats suivent.",
    tempo_impossible="Nous ne comptons pas à {bpm} BPM, mais de {slowest} à {fastest}.",
    queue_caption="Les fichiers et leur genre",
    column_file="Fichier",
    column_genre="Genre",
    column_confidence="Confiance",
    column_tempo="BPM",
    column_actions="Actions",
    waiting="en attente",
    between="entre {first} et {second}",
    none_of_these="aucun des genres",
    not_music="pas de musique",
    not_music_speech="pas de musique\N{NO-BREAK SPACE}: de la parole",
    not_music_noise="pas de musique\N{NO-BREAK SPACE}: du bruit",
    not_music_tone="pas de musique\N{NO-BREAK SPACE}: un son pur",
    not_music_other="pas de musique\N{NO-BREAK SPACE}: un autre son",
    silence="silence",
    not_heard="pas de réponse",
    show_file="Afficher le résultat de {name}",
    cancel_file="Annuler {name}",
    queue_state="{done} fichiers sur {total} traités",
    save_csv="Télécharger en CSV",
    save_all_json="Télécharger en JSON",
    clear_queue="Vider la liste",
    recording_file="enregistrement {time}.wav",
    link_copied="Lien copié.",
    link_not_copied="Le navigateur refuse la copie. Le lien est dans la barre d’adresse.",
    forget="Oublier {name}",
    forgotten="Oublié.",
)

SCRIPT_STRINGS: Final[dict[Language, ScriptStrings]] = {"en": ENGLISH, "fr": FRENCH}


def language_to_texts(language: Language) -> dict[str, Any]:
    """Collect what `assets/text.ts` reads: the language, its names of genres, texts by name."""
    tables = (SCRIPT_STRINGS, MUSIC_STRINGS, QUEUE_STRINGS)
    texts: dict[str, str] = {}
    for table in tables:
        texts |= asdict(table[language])
    return {"language": language, "genres": GENRE_LABELS[language], "texts": texts}
