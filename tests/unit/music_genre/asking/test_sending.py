"""Requests as they go out, and what may go wrong with them."""

import httpx2
import pytest

from music_genre.asking.answers import LateError, TooMuchError
from music_genre.asking.attempts import Failure
from music_genre.asking.questions import HEALTH, SPECTROGRAM
from music_genre.asking.sending import Asking, checked_url, error_to_failure


def test_a_request() -> None:
    """A question with a file is a form, one without has none."""
    asking = Asking("http://api", {})

    assert {"file": ("audio", b"sound")} == asking.request_of(SPECTROGRAM, b"sound")["files"]
    assert None is asking.request_of(HEALTH, None)["files"]


def test_wishes() -> None:
    """What is wished for takes the place of the defaults."""
    headers = {"Authorization": "Bearer key"}
    asking = Asking(
        "https://api", {"language": "de", "answer_s": 7, "connect_s": 1, "headers": headers}
    )

    timeout = asking.settings["timeout"]
    assert (7, 1, "de") == (timeout.read, timeout.connect, asking.language)
    assert ("de", "Bearer key", True) == (
        asking.settings["headers"]["Accept-Language"],
        asking.settings["headers"]["Authorization"],
        asking.settings["verify"],
    )


@pytest.mark.parametrize(
    "url",
    ["localhost:5000", "ftp://a", "http://", "5000", "http://[::1", "http://a..b", "http://\udcff"],
)
def test_what_is_no_address(url: str) -> None:
    """It is said before anything is asked."""
    with pytest.raises(ValueError, match="is no address such as http://localhost:5000"):
        checked_url(url)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (httpx2.ConnectTimeout(""), "not_ready"),
        (httpx2.WriteError(""), "not_ready"),
        (httpx2.WriteTimeout(""), "service_timeout"),
        (LateError(), "service_timeout"),
        (TooMuchError(), "bad_answer"),
        (httpx2.DecodingError(""), "bad_answer"),
    ],
)
def test_what_went_wrong(error: Exception, failure: Failure) -> None:
    """Each error has its code."""
    assert failure == error_to_failure(error)
