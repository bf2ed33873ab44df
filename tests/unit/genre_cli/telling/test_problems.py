"""What is wrong with a file, in two languages, by a stable code."""

import os

import pytest

from genre_cli.telling.problems import (
    FILE_PROBLEMS,
    FileProblemError,
    error_to_body,
    locale_to_language,
    told_as_write,
)
from music_genre.audio.errors import TooShortAudioError
from music_genre.translations.catalogues import Language
from music_genre.webapi.messages import PROBLEMS


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "de_DE"}, "de"),
        ({"LANG": "sv_SE"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
    ],
)
def test_the_systems_language(environment: dict[str, str], language: Language) -> None:
    """The system's language where there is a catalogue for it; the stronger variable decides."""
    assert language == locale_to_language(environment)


def test_the_services_texts_are_used() -> None:
    """A refusal reads as it does on the page."""
    body = error_to_body(TooShortAudioError(duration_s=0.5, minimum_s=1), "en")

    assert ("audio_too_short", "Audio too short") == (body["code"], body["title"])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FileNotFoundError(2, "x"), "file_not_found"),
        (IsADirectoryError(21, "x"), "not_a_file"),
        (PermissionError(13, "x"), "file_unreadable"),
        (OSError(5, "x"), "file_unreadable"),
    ],
)
def test_files_that_the_system_does_not_give(error: OSError, code: str) -> None:
    """Each has its code, and says what the system says where that says more."""
    body = error_to_body(error, "fr")
    why = "" if code == "file_not_found" else f"{os.strerror(error.errno or 0)}. "

    assert code == body["code"]
    assert why + FILE_PROBLEMS["fr"][code].detail == body["detail"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "x"), "no_room"),
        (OSError(122, "x"), "no_room"),
        (PermissionError(13, "x"), "file_unwritable"),
        (OSError(5, "x"), "file_unwritable"),
    ],
)
def test_files_that_the_system_does_not_take(error: OSError, code: str) -> None:
    """They are not told as files that cannot be read, and say what the system says."""
    with pytest.raises(FileProblemError, match=code) as told, told_as_write():
        raise error

    assert error_to_body(told.value, "de")["detail"].startswith(os.strerror(error.errno or 0))


def test_our_own_faults_raise_on() -> None:
    """A fault of this program is not told as one of the file."""
    with pytest.raises(ZeroDivisionError):
        error_to_body(ZeroDivisionError(), "en")


def test_codes_are_told_apart() -> None:
    """No code of ours means something else in the services."""
    assert not FILE_PROBLEMS.english.keys() & PROBLEMS.keys()
