"""The review in a terminal: a song, what was heard, one key."""

from collections.abc import Callable, Sequence
from typing import Final

import typer
from rich.text import Text

from frontend.page.section import answer_to_said, said_to_summary
from genre_cli.library.tables import Song
from genre_cli.review.player import file_to_player
from genre_cli.review.queue import (
    Choice,
    Queue,
    genre_to_label,
    song_to_choices,
    song_to_verdict,
    text_to_genre,
)
from genre_cli.telling.names import escaped, harmless
from genre_cli.telling.output import Output
from genre_cli.telling.problems import TOLD
from genre_cli.telling.review_texts import REVIEW_TEXTS
from genre_cli.telling.song import BAR, song_to_traits

ACCEPT: Final = frozenset({"\r", "\n", "a"})
QUIT: Final = frozenset({"q", "\x04"})  # Ctrl-D, where a terminal gives it as a key
MOST_NUMBERED: Final = 9  # as far as one key goes


class TerminalReview:
    """One review. `read_key` waits for a key and returns it."""

    def __init__(
        self, queue: Queue, output: Output, read_key: Callable[[], str] = typer.getchar
    ) -> None:
        self._queue, self._output, self._read_key = queue, output, read_key
        self._texts = REVIEW_TEXTS[output.language]
        self._decided: set[int] = set()
        self._place = 0

    def run(self) -> int:
        """Ask for one song after the other until none is left or the person quits.

        Returns how many were decided.
        """
        while self._place < len(self._queue):
            song = self._queue.song(self._place)
            choices = song_to_choices(song)
            self._output.console.print(self._question(song, choices))
            try:
                while not self._answered(self._next_key(), song, choices):
                    pass
            except EOFError:
                break
            except TOLD as error:
                self._output.problem(song.file, error)
                self._place += 1
        return len(self._decided)

    def _next_key(self) -> str:
        """Wait for a key. Raises `EOFError` for one that quits."""
        key = self._read_key()
        if key in QUIT:
            raise EOFError
        return key

    def _answered(self, key: str, song: Song, choices: Sequence[Choice]) -> bool:
        """Do what a key says; False where the question stays."""
        if key in ACCEPT:
            self._queue.accept(self._place)
            return self._go_on(song.heard_genre)
        if key.isdecimal() and 0 < int(key) <= len(choices[:MOST_NUMBERED]):
            return self._decide(choices[int(key) - 1].genre)
        if key == "c":
            typed = self._output.console.input(f"{self._texts.another}: ", markup=False)
            genre = text_to_genre(typed, choices)
            return genre is not None and self._decide(genre)
        if key == "s":
            self._place += 1
            return True
        if key == "u" and self._place:
            self._place -= 1
            self._queue.forget(self._place)
            self._decided.discard(self._place)
            return True
        if key == "p" and not file_to_player(song.file):
            self._output.warn(f"  {self._texts.no_player}")
        return False

    def _decide(self, genre: str) -> bool:
        self._queue.decide(self._place, genre)
        return self._go_on(genre)

    def _go_on(self, genre: str | None) -> bool:
        said = self._texts.decided.format(genre=genre_to_label(genre, self._output.language))
        self._output.console.print(f"  {harmless(said)}", markup=False, style="green")
        self._decided.add(self._place)
        self._place += 1
        return True

    def _question(self, song: Song, choices: Sequence[Choice]) -> Text:
        """Draw a song, the genres with their keys, and what can be typed."""
        place = self._texts.place.format(number=self._place + 1, total=len(self._queue))
        said = answer_to_said(song_to_verdict(song), self._output.language)
        text = Text(f"\n{place}  {escaped(song.file)}\n", style="bold")
        text.append(f"  {said_to_summary(said)}", style="bold yellow")
        text.append(f"\n  {song_to_traits(song)}")
        numbered = zip(choices[:MOST_NUMBERED], said.bars, strict=False)
        for number, (choice, bar) in enumerate(numbered, start=1):
            drawn = "█" * round(choice.probability * BAR)
            text.append(f"\n  {number}  {bar.label:<12} {drawn:<{BAR}} {bar.percent}")
        text.append(f"\n  {self._texts.keys}", style="dim")
        return text
