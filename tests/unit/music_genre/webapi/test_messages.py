"""Texts of errors: every language tells the same facts, and each says what to do."""

import re
import string
from http import HTTPStatus

import pytest

from music_genre.webapi.messages import PROBLEMS, PROBLEMS_BY_LANGUAGE, REPORT_PROCESSING_FAILED
from music_genre.webapi.texts.message import ProblemKind
from music_genre.webapi.texts.request import REPORT_NO_AUDIO

NAMES = {"field", "right"}  # of fields, as a client sent them
OURS = {"formats"}


def facts_of(text: str) -> dict[str, str]:
    """List the names of a text's facts, with how each is written."""
    fields = string.Formatter().parse(text)
    return {name: spec or "" for _, name, spec, _ in fields if name is not None}


def texts_of(code: str) -> list[ProblemKind]:
    """List what is said in each language."""
    return [problems[code] for problems in PROBLEMS_BY_LANGUAGE.values()]


@pytest.mark.parametrize("code", PROBLEMS)
def test_status_is_of_an_error(code: str) -> None:
    """Every status that a client sees is one of HTTP's own for errors of clients or servers."""
    status = PROBLEMS[code].status
    assert 400 <= (status if code == "client_gone" else HTTPStatus(status)) < 600


@pytest.mark.parametrize("code", PROBLEMS)
def test_languages_tell_the_same_facts(code: str) -> None:
    """No number is told to one reader alone, and none in a title."""
    for kind in texts_of(code):
        assert facts_of(PROBLEMS[code].detail) == facts_of(kind.detail)
        assert {} == facts_of(kind.title)
        assert PROBLEMS[code].status == kind.status


@pytest.mark.parametrize("code", PROBLEMS)
def test_facts_are_numbers(code: str) -> None:
    """Every fact but a field's name is a number, so that no text of an exception comes through."""
    facts = facts_of(PROBLEMS[code].detail)

    specs = [spec for name, spec in facts.items() if name not in NAMES | OURS]
    assert all(re.fullmatch(r"\.\df|g", spec) for spec in specs)


@pytest.mark.parametrize("code", PROBLEMS)
def test_title_and_detail(code: str) -> None:
    """A title is a few words without a stop; the detail is a sentence that says what to do."""
    for message in texts_of(code):
        assert 0 < len(message.title) <= 50
        assert message.title[0].isupper()
        assert not message.title.endswith((".", "!"))
        assert message.detail.endswith(".")


def test_texts_that_the_report_fixes() -> None:
    """The report's two sentences are the French titles of what they are about."""
    french = PROBLEMS_BY_LANGUAGE["fr"]

    assert REPORT_NO_AUDIO == french["no_audio"].title == "Aucun fichier audio fourni"
    assert "Erreur de traitement du fichier audio" == REPORT_PROCESSING_FAILED
    assert REPORT_PROCESSING_FAILED == french["audio_processing_failed"].title


def test_file_that_is_no_audio() -> None:
    """What we cannot read is named, with a place for the formats that we can."""
    assert "Unrecognised audio format" == PROBLEMS["not_audio"].title
    assert "Format audio non reconnu" == PROBLEMS_BY_LANGUAGE["fr"]["not_audio"].title
    for kind in texts_of("not_audio"):
        assert {"formats"} == facts_of(kind.detail).keys()
