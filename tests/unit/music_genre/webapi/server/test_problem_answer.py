"""A problem as a whole HTTP answer."""

import json

from music_genre.webapi.problems import ApiError
from music_genre.webapi.server.problem_answer import error_to_answer, headers_to_language


def test_whole_answer() -> None:
    """Status, the body of every error in the reader's language, and the headers that go with it."""
    error = ApiError("overloaded", retry_after_s=7)

    status, headers, content = error_to_answer(error, "en", {"Connection": "close"})

    assert 503 == status
    assert ("overloaded", "Try again in 7 s.") == (
        json.loads(content)["code"],
        json.loads(content)["detail"],
    )
    assert {
        b"content-type": b"application/problem+json",
        b"content-length": str(len(content)).encode(),
        b"vary": b"Accept-Language",
        b"retry-after": b"7",
        b"connection": b"close",
    } == dict(headers)


def test_language_of_a_request() -> None:
    """The header is found among the others, or is not there."""
    assert "en" == headers_to_language([(b"host", b"x"), (b"accept-language", b"en")])
    assert headers_to_language([(b"host", b"x")]) is None
