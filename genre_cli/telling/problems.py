"""What goes wrong with a file → a problem body, the same as the services' (RFC 9457)."""

import os
from collections.abc import Mapping
from typing import Any, Final

from music_genre.audio.errors import RefusalError
from music_genre.webapi.messages import Language
from music_genre.webapi.problems import ApiError, CodedError, error_to_problem
from music_genre.webapi.texts.message import Message

Body = dict[str, Any]


class ProblemError(Exception):
    """A server's problem: its body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        super().__init__(body["code"])


# Exit statuses; 2 is a wrong command line, by Typer, and 130 Ctrl-C.
ALL_WELL: Final = 0
SOME_FAILED: Final = 1
NOBODY_ANSWERS: Final = 3

# What can be wrong with a file before anybody listens to it.
FILE_PROBLEMS: Final[Mapping[str, tuple[Message, Message]]] = {
    "file_not_found": (
        Message("Fichier introuvable", "Vérifiez son nom."),
        Message("No such file", "Check its name."),
    ),
    "file_unreadable": (
        Message("Fichier illisible", "Vérifiez les droits et le disque."),
        Message("The file cannot be read", "Check its permissions and the disk."),
    ),
    "not_a_file": (
        Message("Ce n’est pas un fichier", "« genre scan » prend les dossiers."),
        Message("Not a file", "“genre scan” takes folders."),
    ),
}
# `error_to_body` tells these; any other is a fault of this program.
TOLD: Final = (RefusalError, ApiError, ProblemError, OSError)
UNAVAILABLE: Final = frozenset({"not_ready", "service_timeout", "bad_answer"})


def error_to_body(error: Exception, language: Language) -> Body:
    """Make the problem of an error; what is our own fault raises on."""
    if isinstance(error, ProblemError):
        return error.body
    if isinstance(error, CodedError):
        return error_to_problem(error, language)
    if isinstance(error, OSError):
        return file_problem(error, language)
    raise error


def file_problem(error: OSError, language: Language) -> Body:
    """Make the problem of a file that the system does not give."""
    code = "file_unreadable"
    if isinstance(error, FileNotFoundError):
        code = "file_not_found"
    elif isinstance(error, IsADirectoryError):
        code = "not_a_file"
    message = FILE_PROBLEMS[code][language == "en"]
    return code_to_body(code, message, os.strerror(error.errno) if error.errno else "")


def code_to_body(code: str, message: Message, why: str = "") -> Body:
    """Make a problem's body of its texts."""
    return {
        "type": f"urn:music-genre-classifier:problem:{code}",
        "title": message.title,
        "detail": f"{why}. {message.detail}" if why else message.detail,
        "code": code,
        "error": message.title,
    }


def locale_to_language(environment: Mapping[str, str]) -> Language:
    """Choose French where the system speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"
