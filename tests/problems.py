"""The one error body of the project, whichever client it came to."""

import json
from collections.abc import Collection
from typing import Any, Final, Protocol

from music_genre.webapi.problems import PROBLEM_MEDIA_TYPE
from tools.processes import ROOT

MEMBERS: Final = frozenset({"type", "title", "status", "detail", "code", "error"})
# What a client must never read: where we are, what we are made of, what went wrong inside.
INTERNAL: Final = (
    *("Traceback", "Error(", "0x", "/audio", "site-packages", "libsndfile"),
    str(ROOT),
)


class Headers(Protocol):
    """Headers of an answer, by name in any case."""

    def __getitem__(self, name: str, /) -> str:
        """Return one of them."""
        ...


class Answer(Protocol):
    """What Flask's and Starlette's test clients and `requests` answer alike."""

    @property
    def status_code(self) -> int:
        """Return the status."""
        ...

    @property
    def text(self) -> str:
        """Return the body as text."""
        ...

    @property
    def headers(self) -> Headers:
        """Return the headers."""
        ...


def assert_problem(
    answer: Answer, status: int, code: str, also: Collection[str] = ()
) -> dict[str, Any]:
    """Check that an answer is this problem and shows nothing of the inside; return its body.

    It has the members of every problem and those that are named `also`, no others.
    """
    assert status == answer.status_code, answer.text
    assert PROBLEM_MEDIA_TYPE == answer.headers["Content-Type"]
    body: dict[str, Any] = json.loads(answer.text)
    assert {*MEMBERS, *also} == body.keys() - {"request_id"}
    if "request_id" in body:  # not where a web framework is asked without a server
        assert body["request_id"] == answer.headers["X-Request-Id"]
    assert (status, code) == (body["status"], body["code"])
    assert f"urn:music-genre-classifier:problem:{code}" == body["type"]
    assert body["title"]
    assert body["detail"]
    assert [] == [internal for internal in INTERNAL if internal in answer.text]
    return body
