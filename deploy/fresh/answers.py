"""Ask the running services what the README's `curl` lines ask, and look at what comes back.

The container has no curl, and neither has every newcomer; the request is the same.
"""

import json
import math
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.fresh.readme_commands import CurlRequest

ANSWER_WITHIN_S = 300
BOUNDARY = "newcomer"
PNG = b"\x89PNG\r\n\x1a\n"
MODELS = ("svm", "vgg19")


class AnswerError(Exception):
    """An answer that no newcomer should get; the text says which and why."""


def ask(request: CurlRequest, upload: bytes) -> bytes:
    """Send what a `curl` line sends and return the answer.

    Raises `AnswerError` where it is refused.
    """
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="{request.field}"; filename="{request.file}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + upload + f"\r\n--{BOUNDARY}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return fetch(urllib.request.Request(request.url, body, headers, method=request.method))  # noqa: S310  # the README's own addresses


def fetch(request: urllib.request.Request) -> bytes:
    """Return the body of an answer.

    Raises `AnswerError`, with what the service says, where the request is refused.
    """
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_WITHIN_S) as response:  # noqa: S310  # the README's own address
            return bytes(response.read())
    except urllib.error.HTTPError as error:
        said = error.read(500).decode(errors="replace")
        raise AnswerError(f"{request.full_url} answers {error.code}: {said}") from error
    except OSError as error:
        raise AnswerError(f"{request.full_url} does not answer: {error}") from error


def wait_until_ready(url: str) -> None:
    """Return when the service behind a URL says that it can work."""
    scheme, _, rest = url.partition("://")
    ready = urllib.request.Request(f"{scheme}://{rest.partition('/')[0]}/readyz")  # noqa: S310  # the README's own address
    deadline = time.monotonic() + ANSWER_WITHIN_S
    while True:
        try:
            fetch(ready)
        except AnswerError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def check_page(url: str, title: str) -> None:
    """Raise `AnswerError` unless the page is there and has its title."""
    page = fetch(urllib.request.Request(url)).decode()  # noqa: S310  # the README's own address
    if f"<title>{title}</title>" not in page:
        raise AnswerError(f"{url} has no <title>{title}</title>; it begins {page[:200]!r}")


def check_answer(path: str, body: bytes) -> str:
    """Return what a newcomer reads in an answer. Raises `AnswerError` where it is not there."""
    try:
        return CHECKS[path](body)
    except KeyError as error:
        raise AnswerError(
            f"{path}: {error} is missing, in deploy/fresh/answers.py or in {body[:500]!r}"
        ) from error


def prediction_to_words(body: bytes) -> str:
    """Check that both models say which genre is nearest, with probabilities; return the genres."""
    answer = json.loads(body)
    for name in MODELS:
        probabilities = answer[name]["probabilities"]
        if answer[name]["nearest"] not in probabilities or not math.isclose(
            1, sum(probabilities.values()), abs_tol=0.01
        ):
            raise AnswerError(f"{name} answers {answer[name]}")
    return ", ".join(f"{name}: {answer[name]['nearest']}" for name in MODELS)


def recommendation_to_words(body: bytes) -> str:
    """Check that a beat of the catalogue is recommended; return its style and title."""
    answer: dict[str, Any] = json.loads(body)
    if not answer["recommended_beat"] or not answer["beat"]["url"]:
        raise AnswerError(f"no beat is recommended: {body[:500]!r}")
    return f"{answer['recommended_beat']}: {answer['beat']['title']}"


def analysis_to_words(body: bytes) -> str:
    """Check that the song has a tempo; return it."""
    bpm = json.loads(body)["tempo"]["bpm"]
    if not bpm or bpm <= 0:
        raise AnswerError(f"no tempo: {body[:500]!r}")
    return f"{bpm} bpm"


def picture_to_words(body: bytes) -> str:
    """Check that a picture came; return its size."""
    if not body.startswith(PNG):
        raise AnswerError(f"this is no PNG: {body[:200]!r}")
    return f"a picture of {len(body)} bytes"


CHECKS: dict[str, Callable[[bytes], str]] = {
    "/api/predict": prediction_to_words,
    "/recommend": recommendation_to_words,
    "/analyze": analysis_to_words,
    "/v1/explain": picture_to_words,
}


def file_to_bytes(name: str, checkout: Path) -> bytes:
    """Read a file of the README's lines; the newcomer's own song is a copy of our sample."""
    path = checkout / name
    return (path if path.exists() else checkout / "data" / "sample.wav").read_bytes()
