"""Standard output and error of the commands: a fault of them is told, or keeps nothing else.

Whoever writes there (answers, Typer's help, a library's warning) goes through the same two streams.
A character that they cannot hold is written as names of files are.
"""

import codecs
import io
import os
import sys
from typing import Any, Final, TextIO

from genre_cli.telling.names import unencodable_to_escapes

ESCAPING: Final = "genre-escapes"  # what Python calls an error handler


class ReaderGoneError(Exception):
    """Whoever read standard output has gone, as `head` does when it has enough."""


class OutputError(Exception):
    """Standard output takes nothing; `str` of it is why."""


class StandardOutput(io.FileIO):
    """Standard output. Writing raises `ReaderGoneError`, and `OutputError` as on a full disk."""

    def write(self, content: Any, /) -> int:
        """Write bytes."""
        try:
            return super().write(content)
        except BrokenPipeError as error:
            raise ReaderGoneError from error
        except OSError as error:
            raise OutputError(error.strerror) from error


class StandardError(io.FileIO):
    """Standard error: what it does not take is lost, and answers go on all the same."""

    def write(self, content: Any, /) -> int:
        """Write bytes."""
        try:
            return super().write(content)
        except OSError:
            return memoryview(content).nbytes


def watch_streams() -> None:
    """Write through `StandardOutput` and `StandardError` from now on.

    Of no columns, as some terminals call themselves, nothing at all would be drawn.
    """
    if not os.environ.get("COLUMNS", "1").strip("0"):
        del os.environ["COLUMNS"]
    codecs.register_error(ESCAPING, unencodable_to_escapes)
    sys.stdout = watched(sys.stdout, StandardOutput)
    sys.stderr = watched(sys.stderr, StandardError)


def watched(stream: TextIO, kind: type[StandardOutput | StandardError]) -> TextIO:
    """Put a stream of the same file in a stream's place; None (a closed one) and others stay."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    raw = getattr(stream.buffer, "raw", stream.buffer)
    if type(raw) is not io.FileIO:  # a console of Windows, which writes in a way of its own
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(kind(raw.fileno(), "wb", closefd=False)),
        stream.encoding,
        ESCAPING,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def lead_nowhere() -> None:
    """Let standard output take what is left in it: Python would fail once more when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
