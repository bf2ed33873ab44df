"""Every text that the page's scripts say; `{…}` are filled in by them."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from frontend.texts.music import MUSIC_STRINGS
from frontend.texts.page import GENRE_LABELS, STRINGS
from frontend.texts.queue import QUEUE_STRINGS
from music_genre.translations.catalogues import Language
from music_genre.translations.texts import InEveryLanguage


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
    csv_separator: str
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
    csv_separator=",",
    save_csv="Save as CSV",
    save_all_json="Save as JSON",
    clear_queue="Clear the list",
    recording_file="recording {time}.wav",
    link_copied="Link copied.",
    link_not_copied="The browser does not let us copy. The link is in the address bar.",
    forget="Forget {name}",
    forgotten="Forgotten.",
)

SCRIPT_STRINGS: Final = InEveryLanguage("script", ENGLISH)


def language_to_texts(language: Language) -> dict[str, Any]:
    """Collect what `assets/text.ts` reads: the language, its names of genres, texts by name."""
    tables = (SCRIPT_STRINGS, MUSIC_STRINGS, QUEUE_STRINGS)
    texts: dict[str, str] = {"decimal_sign": STRINGS[language].decimal_sign}
    for table in tables:
        texts |= asdict(table[language])
    return {"language": language, "genres": GENRE_LABELS[language], "texts": texts}
