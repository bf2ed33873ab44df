"""What the tests send to running services."""

import os
import threading
from typing import Any

import numpy as np
import requests
import soundfile
import soxr
from numpy.typing import NDArray
from refusals import Sent

from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.page_examples import TARGET
from tools.signals import Floats, channels, to_file

TIMEOUT_S = 60
NAMED = "metal"  # the SVM names this example of the page, also in excerpts
EXAMPLE = TARGET / f"{NAMED}.mp3"


def named_music(duration_s: float, rate_hz: int = SAMPLE_RATE_HZ) -> Floats:
    """Take an excerpt of music that is one of the ten genres, full scale ±1, `(n,)`."""
    samples, original_hz = soundfile.read(EXAMPLE, dtype="float64", always_2d=True)
    excerpt = samples.mean(axis=1)[: round(duration_s * original_hz)]
    return np.asarray(np.clip(soxr.resample(excerpt, original_hz, rate_hz), -1, 1))


def token_to_headers() -> dict[str, str]:
    """Make the header by which running containers let beats be changed, if they were given one."""
    token = os.environ.get("SERVICES_TOKEN")  # `make test-containers`
    return {"Authorization": f"Bearer {token}"} if token else {}


def post(url: str, **content: Any) -> requests.Response:
    """Post to a running service."""
    return requests.post(url, timeout=TIMEOUT_S, **content)


def post_sent(url: str, sent: Sent) -> requests.Response:
    """Post a body as it is."""
    return post(url, data=sent.content, headers=sent.headers)


def post_file(url: str, content: bytes) -> requests.Response:
    """Post a file in a form, as `curl -F file=@song` does."""
    return post(url, files={"file": content})


def large_file(waveform: NDArray[np.floating]) -> bytes:
    """Encode a waveform `(n,)` of a minute as 42 MB.

    A connection takes in a few megabytes that nobody reads: who could send half of this knows that
    the service has begun.
    """
    return to_file(channels(waveform.astype(np.float64), 8), subtype="FLOAT")


def clients_to_statuses(
    url: str, good: bytes, n_clients: int, n_each: int = 1
) -> list[tuple[bool, int]]:
    """Let clients post at once, every other one no music; whether each was good, and its status."""
    statuses: list[tuple[bool, int]] = []

    def ask(is_good: bool) -> None:
        for _ in range(n_each):
            content = good if is_good else b"no music"
            statuses.append((is_good, post_file(url, content).status_code))

    clients = [threading.Thread(target=ask, args=(n % 2 == 0,)) for n in range(n_clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return statuses
