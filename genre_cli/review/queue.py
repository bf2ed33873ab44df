"""The doubtful songs in their order, one decided after the other; the terminal and the page use it.

The order stays as it was when the review began, so a place in it (from 0) stays a song's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frontend.texts.page import GENRE_LABELS
from genre_cli.library.decisions import Decisions
from genre_cli.library.songs import Library
from genre_cli.library.tables import GENRE_LENGTH, Song
from genre_cli.telling.names import UNPRINTABLE
from genre_cli.telling.review_texts import REVIEW_TEXTS
from music_genre.translations.catalogues import Language


@dataclass(frozen=True)
class Choice:
    """A genre that a song may have, and its probability."""

    genre: str
    probability: float


class Queue:
    """The songs of a review."""

    def __init__(self, library: Library, songs: Sequence[Song]) -> None:
        self._library = library
        self._songs = songs
        self._decisions = Decisions(library.engine)

    def __len__(self) -> int:
        return len(self._songs)

    def song(self, place: int) -> Song:
        """Read the song at a place, with what is decided of it by now."""
        return self._library.whole(self._songs[place])

    def accept(self, place: int) -> None:
        """Decide that the answer is right, also one that names no genre. Raises as `decide`."""
        song = self.song(place)
        self._decisions.keep(song, song.heard_genre)

    def decide(self, place: int, genre: str | None) -> None:
        """Decide which genre it is. Raises as `genre_cli.library.decisions.Decisions.keep`."""
        self._decisions.keep(self.song(place), genre)

    def forget(self, place: int) -> None:
        """Take back what was decided."""
        self._decisions.forget(self.song(place))


def song_to_verdict(song: Song) -> dict[str, Any]:
    """Read the models' verdict on a song; empty where there is none."""
    return (song.prediction or {}).get("ensemble") or {}


def song_to_choices(song: Song) -> list[Choice]:
    """List the genres of the models, the most probable first."""
    probabilities: dict[str, float] = song_to_verdict(song).get("probabilities") or {}
    ordered = sorted(probabilities.items(), key=lambda one: (-one[1], one[0] != song.nearest))
    return [Choice(genre, probability) for genre, probability in ordered]


def genre_to_label(genre: str | None, language: Language) -> str:
    """Write a genre as people of a language do, or that there is none."""
    none = REVIEW_TEXTS[language].no_genre
    return none if genre is None else GENRE_LABELS[language].get(genre, genre)


def text_to_genre(text: str, choices: Sequence[Choice]) -> str | None:
    """Read a genre that a person typed: one of the models' whatever its case, or their own word.

    None for nothing; what no name should hold is left out of it.
    """
    typed = " ".join(UNPRINTABLE.sub("", " ".join(text.split())).split())[:GENRE_LENGTH]
    known = {choice.genre.casefold(): choice.genre for choice in choices}
    return known.get(typed.casefold(), typed) or None
