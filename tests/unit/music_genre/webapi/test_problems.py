"""The one error body: every code has texts in every language, and nothing internal."""

import re

import pytest
from code_walk import ROOT, package_to_files

from music_genre.audio import errors
from music_genre.translations.catalogues import LANGUAGES, Language
from music_genre.webapi.messages import PROBLEMS, PROBLEMS_BY_LANGUAGE
from music_genre.webapi.problems import (
    STATUS_TO_CODE,
    ApiError,
    error_to_coded,
    error_to_problem,
)

RAISING = ("music_genre", "svm_service", "vgg19_service", "beat_service", "frontend")


TEXTS = [kind.detail for kind in PROBLEMS.values()]
NAMED = {name for text in TEXTS for name in re.findall(r"(?<!{){(\w+)[:}]", text)}
FACTS = dict.fromkeys(NAMED - {"formats"}, 1.0)  # those are ours


@pytest.mark.parametrize("code", PROBLEMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_body(code: str, language: Language) -> None:
    """Each code makes a complete RFC 9457 body, with its numbers filled in."""
    body = error_to_problem(ApiError(code, **FACTS), language)

    assert PROBLEMS[code].status == body["status"]
    assert code == body["code"]
    assert body["title"] == body["error"] != ""
    assert not re.search(r"{\w*:|{\w+}", body["detail"])


def test_body_says_when_to_come_again() -> None:
    """The time of the header is in the body too, and only where there is one."""
    busy = error_to_problem(ApiError("overloaded", retry_after_s=7), "en")

    assert 7 == busy["retry_after_s"]
    assert "retry_after_s" not in error_to_problem(ApiError("not_ready"), "en")


@pytest.mark.parametrize("code", PROBLEMS)
def test_languages_differ(code: str) -> None:
    """Each language says it in its own words (a title may be one word that several have)."""
    details = {problems[code].detail for problems in PROBLEMS_BY_LANGUAGE.values()}

    assert len(LANGUAGES) == len(details)


def test_every_audio_error_has_a_message() -> None:
    """No error of the audio path is without a message."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]

    assert {kind.code for kind in kinds if issubclass(kind, errors.AudioProcessingError)} <= set(
        PROBLEMS
    )


def test_every_code_raised_is_known() -> None:
    """Codes written in the source of any service exist."""
    raised = {
        code: path.relative_to(ROOT).parts[0]
        for package in RAISING
        for path in package_to_files(package)
        for code in re.findall(r'ApiError\("(\w+)"', path.read_text())
    }

    assert {"music_genre", "frontend"} <= set(raised.values())
    assert set(raised) | set(STATUS_TO_CODE.values()) <= set(PROBLEMS)


def test_formats_are_named() -> None:
    """What is no audio at all is told which formats are read."""
    assert "WAV, FLAC, MP3, M4A" in error_to_problem(ApiError("not_audio"), "en")["detail"]


@pytest.mark.parametrize("status", STATUS_TO_CODE)
def test_status_of_a_framework(status: int) -> None:
    """What a web framework refuses by a status gets our code, with the limit in megabytes."""
    coded = error_to_coded(Exception("theirs"), status, 3 * 1024 * 1024)

    assert STATUS_TO_CODE[status] == coded.code
    assert {"maximum_mb": 3.0} == coded.facts


def test_coded_error_stays_itself() -> None:
    """An error that has a code is not made anew, whatever status comes with it."""
    error = ApiError("unknown_model")

    assert error is error_to_coded(error, 404, 1024)


@pytest.mark.parametrize("status", [None, 418, 500])
def test_what_nobody_expected(status: int | None) -> None:
    """An exception with neither code nor a known status is our fault, and says nothing."""
    coded = error_to_coded(ValueError("secret"), status, 1024)

    assert ("internal_error", {}) == (coded.code, coded.facts)
