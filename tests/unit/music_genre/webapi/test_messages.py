"""Texts of errors: both languages tell the same facts, and each says what to do."""

import re
import string
from http import HTTPStatus

import pytest

from music_genre.webapi.messages import PROBLEMS, REPORT_PROCESSING_FAILED
from music_genre.webapi.texts.message import Message, ProblemKind
from music_genre.webapi.texts.request import REPORT_NO_AUDIO

NAMES = {"field", "right"}  # of fields, as a client sent them


def facts_of(text: str) -> dict[str, str]:
    """List the names of a text's facts, with how each is written."""
    fields = string.Formatter().parse(text)
    return {name: spec or "" for _, name, spec, _ in fields if name is not None}


def texts_of(kind: ProblemKind) -> list[Message]:
    """List the texts of both languages."""
    return [kind.fr, kind.en]


@pytest.mark.parametrize("code", PROBLEMS)
def test_status_is_of_an_error(code: str) -> None:
    """Every status that a client sees is one of HTTP's own for errors of clients or servers."""
    status = PROBLEMS[code].status
    assert 400 <= (status if code == "client_gone" else HTTPStatus(status)) < 600


@pytest.mark.parametrize("code", PROBLEMS)
def test_both_languages_tell_the_same_facts(code: str) -> None:
    """No number is told to one reader alone, and none in a title."""
    french, english = texts_of(PROBLEMS[code])

    assert facts_of(french.detail) == facts_of(english.detail)
    assert {} == facts_of(french.title) | facts_of(english.title)


@pytest.mark.parametrize("code", PROBLEMS)
def test_facts_are_numbers(code: str) -> None:
    """Every fact but a field's name is a number, so that no text of an exception comes through."""
    facts = facts_of(PROBLEMS[code].en.detail)

    specs = [spec for name, spec in facts.items() if name not in NAMES]
    assert all(re.fullmatch(r"\.\df|g", spec) for spec in specs)


@pytest.mark.parametrize("code", PROBLEMS)
def test_title_and_detail(code: str) -> None:
    """A title is a few words without a stop; the detail is a sentence that says what to do."""
    for message in texts_of(PROBLEMS[code]):
        assert 0 < len(message.title) <= 50
        assert message.title[0].isupper()
        assert not message.title.endswith((".", "!"))
        assert message.detail.endswith(".")


def test_texts_that_the_report_fixes() -> None:
    """The report's two sentences are the French titles of what they are about."""
    assert REPORT_NO_AUDIO == PROBLEMS["no_audio"].fr.title == "Aucun fichier audio fourni"
    assert "Erreur de traitement du fichier audio" == REPORT_PROCESSING_FAILED
    assert REPORT_PROCESSING_FAILED == PROBLEMS["audio_processing_failed"].fr.title


def test_file_that_is_no_audio() -> None:
    """What we cannot read is named, with the formats that we can."""
    kind = PROBLEMS["not_audio"]

    assert "Unrecognised audio format" == kind.en.title
    assert "Format audio non reconnu" == kind.fr.title
    for message in texts_of(kind):
        assert "WAV, FLAC, MP3, M4A" in message.detail
