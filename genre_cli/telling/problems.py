"""What goes wrong with a file → a problem body, the same as the services' (RFC 9457)."""

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from music_genre.audio.errors import RefusalError
from music_genre.translations.catalogues import (
    SOURCE_LANGUAGE,
    Language,
    tag_to_language,
)
from music_genre.translations.texts import InEveryLanguage
from music_genre.webapi.problems import ApiError, CodedError, error_to_problem

Body = dict[str, Any]


@dataclass(frozen=True)
class FileProblem:
    """What is wrong with a file (`title`), and what to do (`detail`)."""

    title: str
    detail: str


class FileProblemError(Exception):
    """Something wrong with a file; `code` is one of `FILE_PROBLEMS`, `why` a system's words."""

    def __init__(self, code: str, why: str = "") -> None:
        self.code, self.why = code, why
        super().__init__(code)


class ProblemError(Exception):
    """A server's problem: its body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        super().__init__(body["code"])


# Exit statuses; 2 is a wrong command line, by Typer.
ALL_WELL: Final = 0
SOME_FAILED: Final = 1
NOBODY_ANSWERS: Final = 3
INTERRUPTED: Final = 130  # as a shell gives it after Ctrl-C

# What can be wrong with a file before anybody listens to it.
FILE_PROBLEMS: Final = InEveryLanguage(
    "cli_problem",
    {
        "file_not_found": FileProblem("No such file", "Check its name."),
        "file_unreadable": FileProblem(
            "The file cannot be read", "Check its permissions and the disk."
        ),
        "file_unwritable": FileProblem(
            "The file cannot be written", "Nothing was changed: check its permissions and the disk."
        ),
        "no_room": FileProblem("The disk is full", "Nothing was changed: make room on it."),
        "file_read_only": FileProblem(
            "The file is read-only", "Nothing was written: change its permissions."
        ),
        "tags_unsupported": FileProblem(
            "No tags in this format", "MP3, FLAC, Ogg, Opus, M4A, AIFF and WAV have them."
        ),
        "tags_unreadable": FileProblem(
            "The tags cannot be read", "Nothing was written: the file looks damaged."
        ),
        "sound_would_change": FileProblem("The sound would change", "Nothing was written."),
        "changed_since_scan": FileProblem(
            "The file has changed since it was heard", "Run “genre scan” again."
        ),
        "changed_since_tag": FileProblem(
            "The file has changed since",
            "Nothing was restored: something else wrote it. “genre undo --skip” leaves it so.",
        ),
        "tags_in_use": FileProblem(
            "Tags are being written", "Wait for the other “genre tag” or “genre undo”, or stop it."
        ),
        "songs_gone": FileProblem(
            "The last scan did not find its songs",
            "They are kept: when their disk is there again, “genre scan” brings them back.",
        ),
        "nothing_heard": FileProblem(
            "No song of it was heard", "“genre scan” tells of every file why."
        ),
        "genre_absent": FileProblem(
            "No song of this genre in the library", "These are the genres that there are."
        ),
        "not_scanned": FileProblem("Not in the library", "“genre scan” first."),
        "outside_folders": FileProblem(
            "Not in an allowed folder", "Only files in the folders of --allow are read."
        ),
        "name_unsupported": FileProblem(
            "This format cannot hold the file's name", "The song was left out: rename the file."
        ),
        "not_a_folder": FileProblem("Not a folder", "Check its name."),
        "pictures_missing": FileProblem(
            "Pictures are not installed", "pip install 'music-genre-classifier[pictures]'"
        ),
        "parquet_missing": FileProblem(
            "Parquet is not installed", "pip install 'music-genre-classifier[bulk]'"
        ),
        "not_a_file": FileProblem("Not a file", "“genre scan” takes folders."),
        "bulk_missing": FileProblem(
            "The libraries for archives are not installed",
            "pip install 'music-genre-classifier[bulk]'",
        ),
        "manifest_unreadable": FileProblem(
            "The manifest cannot be read",
            "It is Parquet or CSV with a column “url”, a text file of a URL a line, or a pattern.",
        ),
        "manifest_empty": FileProblem(
            "The manifest lists nothing",
            "A list needs a line with a URL, a table a row, a pattern a file that it names.",
        ),
        "manifest_changed": FileProblem(
            "The manifest is not that of this folder", "Take another folder, or that manifest."
        ),
        "run_differs": FileProblem(
            "The folder has rows of another run",
            "Models, mode and rows in a shard must be the same: take another folder.",
        ),
        "out_in_use": FileProblem(
            "Another run works in this folder", "Wait for its end, or stop it."
        ),
        "out_unwritable": FileProblem(
            "The rows cannot be written",
            "What is written is kept: the same command goes on from there.",
        ),
        "scheduler_unknown": FileProblem(
            "No such scheduler", "There are local, tcp://host:port, ssh:host1,host2 and slurm."
        ),
        "source_unreachable": FileProblem(
            "The source does not answer", "It was asked several times; try again later."
        ),
        "source_unsupported": FileProblem(
            "Nobody can read from there",
            "Check the address, and that every worker has the package for its scheme.",
        ),
    },
)
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
# `error_to_body` tells these; any other is a fault of this program.
TOLD: Final = (RefusalError, ApiError, FileProblemError, ProblemError, OSError)
UNAVAILABLE: Final = frozenset({"not_ready", "service_timeout", "bad_answer"})


def error_to_body(error: Exception, language: Language) -> Body:
    """Make the problem of an error; what is our own fault raises on."""
    if isinstance(error, ProblemError):
        return error.body
    if isinstance(error, FileProblemError):
        return code_to_body(error.code, FILE_PROBLEMS[language][error.code], error.why)
    if isinstance(error, CodedError):
        return error_to_problem(error, language)
    if isinstance(error, OSError):
        return file_problem(error, language)
    raise error


@contextmanager
def told_as_write() -> Iterator[None]:
    """Tell what the system does not take as that, and not as a file that cannot be read.

    Raises `FileProblemError` (`no_room`, `file_unwritable`) for an `OSError`.
    """
    try:
        yield
    except OSError as error:
        code = "no_room" if error.errno in NO_ROOM else "file_unwritable"
        raise FileProblemError(code, os.strerror(error.errno) if error.errno else "") from error


def file_problem(error: OSError, language: Language) -> Body:
    """Make the problem of a file that the system does not give."""
    code = "file_unreadable"
    if isinstance(error, FileNotFoundError):
        code = "file_not_found"
    elif isinstance(error, IsADirectoryError):
        code = "not_a_file"
    elif error.errno in NO_ROOM:
        code = "no_room"
    elif error.errno == errno.EROFS:
        code = "file_read_only"
    message = FILE_PROBLEMS[language][code]
    is_said = code == "file_not_found"  # by the title, and in the reader's language
    why = os.strerror(error.errno) if error.errno and not is_said else ""
    return code_to_body(code, message, why)


def code_to_body(code: str, message: FileProblem, why: str = "") -> Body:
    """Make a problem's body of its texts."""
    return {
        "type": f"urn:music-genre-classifier:problem:{code}",
        "title": message.title,
        "detail": f"{why}. {message.detail}" if why else message.detail,
        "code": code,
        "error": message.title,
    }


def locale_to_language(environment: Mapping[str, str]) -> Language:
    """Choose the system's language where there is a catalogue for it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return tag_to_language(value.partition(".")[0]) or SOURCE_LANGUAGE
    return SOURCE_LANGUAGE
