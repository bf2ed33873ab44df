"""Every text of the music of a result, in English and French, for its templates and its scripts."""

from dataclasses import dataclass
from typing import Final

from webapi.messages import Language


@dataclass(frozen=True)
class MusicStrings:
    """The texts of one language."""

    music_title: str


ENGLISH: Final = MusicStrings(music_title="The music")
FRENCH: Final = MusicStrings(music_title="La musique")

MUSIC_STRINGS: Final[dict[Language, MusicStrings]] = {"en": ENGLISH, "fr": FRENCH}
