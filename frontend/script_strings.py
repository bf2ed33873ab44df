"""Every text that the page's scripts say, in English and French; `{…}` are filled in by them."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from frontend.music_strings import MUSIC_STRINGS
from frontend.strings import GENRE_LABELS
from webapi.messages import Language


@dataclass(frozen=True)
class ScriptStrings:
    """The texts of one language."""

    cancelled: str


ENGLISH: Final = ScriptStrings(cancelled="Cancelled.")
FRENCH: Final = ScriptStrings(cancelled="Annulé.")

SCRIPT_STRINGS: Final[dict[Language, ScriptStrings]] = {"en": ENGLISH, "fr": FRENCH}


def language_to_texts(language: Language) -> dict[str, Any]:
    """What `assets/text.ts` reads: the language, its names of genres, and the texts by name."""
    texts = asdict(SCRIPT_STRINGS[language]) | asdict(MUSIC_STRINGS[language])
    return {"language": language, "genres": GENRE_LABELS[language], "texts": texts}
