"""Errors → the one error body of every service (RFC 9457), in the reader's language.

Exceptions that carry a stable `code` and `facts` (numbers, names that a client sent) become their
problem; anything else is an `internal_error`, whose text goes to the log, never to the client.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, Protocol, runtime_checkable

from music_genre.translations.catalogues import Language
from music_genre.webapi.logs.asked import current_id
from music_genre.webapi.messages import MEGABYTE, PROBLEMS, PROBLEMS_BY_LANGUAGE
from music_genre.webapi.texts.not_audio import FORMATS, NOT_AUDIO

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"


@runtime_checkable
class CodedError(Protocol):
    """An exception that says what is wrong by a code of `music_genre.webapi.messages.PROBLEMS`."""

    @property
    def code(self) -> str:
        """Return what is wrong, as programs know it."""
        ...

    @property
    def facts(self) -> Mapping[str, float | str]:
        """Return what the texts of the code name."""
        ...


class ApiError(Exception):
    """Something wrong with a request; `code` is one of `music_genre.webapi.messages.PROBLEMS`."""

    def __init__(self, code: str, **facts: float | str) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code} {facts}")


STATUS_TO_CODE: Final = {
    400: "malformed_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    413: "too_large",
    415: "unsupported_content_type",
    503: "not_ready",
}


def error_to_coded(error: Exception, status: int | None, max_upload_bytes: int) -> CodedError:
    """Turn an exception into one with one of our codes.

    `status` is what the web framework would answer it with, None for an exception that is not the
    framework's own. What has neither code nor a known status is our fault: `internal_error`.
    """
    if isinstance(error, CodedError):
        return error
    if status in STATUS_TO_CODE:
        return ApiError(STATUS_TO_CODE[status], maximum_mb=max_upload_bytes / MEGABYTE)
    return ApiError("internal_error")


def problem_to_headers(error: CodedError) -> dict[str, str]:
    """Make the headers that go with a problem, besides those of its body."""
    headers = {"Vary": "Accept-Language"}
    if PROBLEMS[error.code].status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after_s" in error.facts:
        headers["Retry-After"] = f"{error.facts['retry_after_s']:.0f}"
    return headers


def error_to_problem(error: CodedError, language: Language) -> dict[str, Any]:
    """Make the body of an error: RFC 9457 members, a stable `code`, and `error`, its title.

    `retry_after_s` is there where it is known when to come again: in the body too, because a body
    may come inside another's answer, without its headers. `request_id` is that of every log.
    """
    kind = PROBLEMS_BY_LANGUAGE[language][error.code]
    what = getattr(error, "what", None)
    detail = NOT_AUDIO[language][what] if what else kind.detail
    again = {name: error.facts[name] for name in ("retry_after_s",) if name in error.facts}
    request_id = current_id()
    return {
        "type": f"urn:music-genre-classifier:problem:{error.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail.format(formats=FORMATS, **error.facts),
        "code": error.code,
        "error": kind.title,
        **again,
        **({"request_id": request_id} if request_id else {}),
    }
