"""What `genre stats` says, in the terminal and in its picture, in every language."""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage


@dataclass(frozen=True)
class StatsTexts:
    """One language's words."""

    songs: str
    genres: str
    tempo: str
    keys: str
    heard: str
    decided: str
    no_genre: str
    sound_map: str
    years: str


STATS_TEXTS: Final = InEveryLanguage(
    "stats",
    StatsTexts(
        songs="songs",
        genres="Genres",
        tempo="Tempo",
        keys="Keys",
        heard="How sure",
        decided="decided",
        no_genre="no genre",
        sound_map="What is near sounds alike",
        years="Genres by year",
    ),
)
