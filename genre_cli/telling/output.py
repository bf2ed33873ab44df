"""How commands tell: for people in a terminal, plain lines in a pipe, JSON where it is asked for.

Answers go to standard output, everything else to standard error. JSON is one object a line, one
line a file, errors too, each with the member `file`.
"""

import errno
import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from genre_cli.telling.names import escaped, harmless, json_to_line, name_to_members, shown
from genre_cli.telling.problems import ALL_WELL, SOME_FAILED, error_to_body
from genre_cli.telling.streams import OutputError
from genre_cli.telling.texts import TEXTS, Texts
from music_genre.translations.catalogues import Language

Body = dict[str, Any]


def write_out(text: str | bytes) -> None:
    """Write to standard output at once, bytes as they are.

    Raises as `genre_cli.telling.streams.StandardOutput`, and `OutputError` where it was closed.
    """
    if sys.stdout is None:
        raise OutputError(os.strerror(errno.EBADF))
    if isinstance(text, bytes):
        sys.stdout.buffer.write(text)
    else:
        sys.stdout.write(text)
    sys.stdout.flush()


def new_console(*, stderr: bool = False) -> Console:
    """Draw on a standard stream; only a terminal is one, whatever a variable would force."""
    stream = sys.stderr if stderr else sys.stdout
    is_terminal = stream is not None and stream.isatty()
    return Console(stderr=stderr, force_terminal=is_terminal, soft_wrap=True, highlight=False)


def is_pipe(stream: TextIO | None) -> bool:
    """Tell whether another program reads a stream."""
    try:
        return stream is not None and stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # no file of the system, or a closed one
        return False


@dataclass
class Output:
    """One command's way to tell, and whether anything went wrong so far."""

    language: Language = "en"
    as_json: bool = False
    failed: bool = False
    console: Console = field(default_factory=new_console)
    errors: Console = field(default_factory=lambda: new_console(stderr=True))
    _bar: Progress | None = field(default=None, init=False)

    @property
    def texts(self) -> Texts:
        """Return the words of the language."""
        return TEXTS[self.language]

    @property
    def status(self) -> int:
        """Return the exit status so far."""
        return SOME_FAILED if self.failed else ALL_WELL

    def answer(self, path: Path | str | None, body: Body, line: RenderableType, row: str) -> None:
        """Tell an answer: as JSON, or drawn as `line` in a terminal, or as `row` in a pipe.

        Names in `line` are `escaped`, rows are made by `cells_to_row`.
        """
        if self.as_json:
            told = body if path is None else {**name_to_members(path), **body}
            line_of_json = json_to_line(shown(json.dumps(told, ensure_ascii=False)))
            with self._bar_away():
                write_out(f"{line_of_json}\n".encode())  # UTF-8 on every system (RFC 8259)
        elif self.console.is_terminal:
            with self._bar_away():
                self.console.print(line, markup=False)
        else:
            write_out(row + "\n")

    def problem(self, path: Path | str | None, error: Exception) -> None:
        """Tell what is wrong with a file; what is our own fault raises on."""
        self.problem_body(path, error_to_body(error, self.language))

    def problem_body(self, path: Path | str | None, body: Body) -> None:
        """Tell a problem."""
        self.failed = True
        if self.as_json:
            self.answer(path, body, "", "")
            return
        head = "" if path is None else f"{escaped(path)}: "
        said = harmless(f"{body['title']}. {body['detail']} [{body['code']}]")
        self.errors.print(head + said, markup=False)

    def warn(self, text: str) -> None:
        """Tell what whoever reads the answer must know, though nothing failed."""
        self.errors.print(harmless(text), markup=False)

    def note(self, text: str) -> None:
        """Tell a person something that is no answer; a pipe does not hear of it."""
        if self.errors.is_terminal and not self.as_json:
            self.errors.print(text, markup=False)

    @property
    def has_bar(self) -> bool:
        """Tell whether a bar is drawn: in a terminal, on which nobody writes the answers.

        Those who read them from a pipe, such as `head` and `jq`, write beside the bar; then the
        answers themselves show how far it is.
        """
        return self.errors.is_terminal and not is_pipe(sys.stdout)

    @contextmanager
    def progress(self, total: int | None) -> Iterator["Advance"]:
        """Show how far it is, in a terminal."""
        if not self.has_bar:
            yield Advance()
            return
        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        with self.bar(*columns) as bar:
            yield Advance(bar, total)

    @contextmanager
    def bar(self, *columns: ProgressColumn) -> Iterator[Progress]:
        """Draw a bar on standard error, which must be a terminal; standard output stays its own.

        rich would else write to standard error what a file or a pipe is to get meanwhile.
        """
        drawn = Progress(*columns, console=self.errors, transient=True, redirect_stdout=False)
        with drawn:
            self._bar = drawn
            try:
                yield drawn
            finally:
                self._bar = None

    @contextmanager
    def _bar_away(self) -> Iterator[None]:
        """Take the bar off the screen while an answer is written there."""
        if self._bar is None or not self.console.is_terminal:
            yield
            return
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()


class Advance:
    """Counts one thing done, on a bar where there is one."""

    def __init__(self, bar: Progress | None = None, total: int | None = None) -> None:
        self._bar, self._total = bar, total
        self._task = bar.add_task("", total=total) if bar else None
        self._said = ""

    def __call__(self, text: str = "") -> None:
        """Count, and show what it was."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, advance=1, description=self._said or text)

    def say(self, text: str) -> None:
        """Show this from now on in place of what is counted; a signal's handler may call it."""
        self._said = text
        if self._bar and self._task is not None:
            self._bar.update(self._task, description=text)

    def expect(self, n_more: int) -> None:
        """Show that there are so many more to do than was known before."""
        self._total = (self._total or 0) + n_more
        if self._bar and self._task is not None:
            self._bar.update(self._task, total=self._total)
