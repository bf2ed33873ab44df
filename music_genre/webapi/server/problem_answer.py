"""A problem → the whole of an HTTP answer, where no web framework is there to make it."""

import json
from collections.abc import Mapping

from music_genre.translations.catalogues import header_to_language
from music_genre.webapi.problems import (
    PROBLEM_MEDIA_TYPE,
    CodedError,
    error_to_problem,
    problem_to_headers,
)

Headers = list[tuple[bytes, bytes]]


def error_to_answer(
    error: CodedError, accept_language: str | None, also: Mapping[str, str] | None = None
) -> tuple[int, Headers, bytes]:
    """Make status, headers and body of an answer; `also` are more headers."""
    problem = error_to_problem(error, header_to_language(accept_language))
    content = json.dumps(problem, ensure_ascii=False).encode()
    headers = {
        "Content-Type": PROBLEM_MEDIA_TYPE,
        "Content-Length": str(len(content)),
        **problem_to_headers(error),
        **(also or {}),
    }
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return problem["status"], encoded, content


def headers_to_language(headers: Headers) -> str | None:
    """Read `Accept-Language` of a request's headers."""
    for name, value in headers:
        if name == b"accept-language":
            return value.decode("latin-1")
    return None
