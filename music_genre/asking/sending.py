"""What goes out to an API and how long it may take, whichever way it is sent."""

import time
from collections.abc import Mapping
from typing import Any, BinaryIO, Final, TypedDict

import httpx2

from music_genre.asking.answers import LateError, Receiving
from music_genre.asking.attempts import Failure
from music_genre.asking.questions import NAME, Question
from music_genre.translations.catalogues import SOURCE_LANGUAGE, Language

URL: Final = "http://localhost:5000"
CONNECT_S: Final = 5.0
ANSWER_S: Final = 120.0  # a busy API lets wait
PATIENCE_S: Final = 30.0
MOST_ANSWER_BYTES: Final = 16 * 2**20  # the spectrogram of fifteen minutes has 2 MB


class Wishes(TypedDict, total=False):
    """How a client asks; times in seconds."""

    language: Language  # of what errors and sentences say; English
    connect_s: float  # how long a connection may take; 5
    answer_s: float  # how long an answer may take; 120
    patience_s: float  # how long to wait in all where the API says when to come again; 30
    headers: Mapping[str, str]  # sent along, such as what a proxy asks for


class Asking:
    """What both clients have in common: addresses, limits, and how a request looks."""

    def __init__(self, url: str, wishes: Wishes) -> None:
        self.language = wishes.get("language", SOURCE_LANGUAGE)
        self._answer_s = wishes.get("answer_s", ANSWER_S)
        self.patience_s = wishes.get("patience_s", PATIENCE_S)
        address = checked_url(url)
        self.settings: dict[str, Any] = {
            "base_url": address,
            "verify": address.scheme == "https",  # certificates take 30 ms to load
            "timeout": httpx2.Timeout(self._answer_s, connect=wishes.get("connect_s", CONNECT_S)),
            "headers": {
                **wishes.get("headers", {}),
                "Accept-Language": self.language,
                # No gzip: an answer is small, and what it grows to is then what is counted.
                "Accept-Encoding": "identity",
            },
            "trust_env": False,  # an API that is near: no proxy, no .netrc
        }

    def request_of(
        self, question: Question[Any], upload: bytes | BinaryIO | None
    ) -> dict[str, Any]:
        """List what httpx is told of a request; the file is read as it is sent."""
        return {
            "method": question.method,
            "url": question.path,
            "params": question.query,
            "files": None if upload is None else {"file": (NAME, upload)},
        }

    def new_receiving(self) -> Receiving:
        """Start to receive an answer, within the limits."""
        return Receiving(MOST_ANSWER_BYTES, time.monotonic() + self._answer_s)


def checked_url(url: str) -> httpx2.URL:
    """Read an API's address. Raises `ValueError` for what is none."""
    try:
        address = httpx2.URL(url)
        address.host.encode("idna")  # as the system does when it looks for the host
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise ValueError(f"{url!r} is no address such as {URL}") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise ValueError(f"{url!r} is no address such as {URL}")
    return address


def error_to_failure(error: Exception) -> Failure:
    """Choose the code of what went wrong on the way.

    A connection that nobody takes or that breaks is `not_ready`, what comes late
    `service_timeout`, what is no HTTP or too much `bad_answer`.
    """
    if isinstance(error, httpx2.ConnectTimeout | httpx2.NetworkError):
        return "not_ready"
    if isinstance(error, LateError | httpx2.TimeoutException):
        return "service_timeout"
    return "bad_answer"
