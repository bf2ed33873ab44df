"""Clients that leave in the middle of the work: it ends, and nobody waits behind it."""

import http.client
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import numpy as np
import pytest
import requests

from deploy.services import SERVICES
from tools.processes import RunningService, running_service, urls_of_services
from tools.signals import song, to_file

NOTICED_WITHIN_S = 60.0  # only so that nothing hangs for ever
CLIP_S = 20.0
LONG_S = 890.0  # [s] as long as a song may be: there is work left when its client leaves


@pytest.fixture(scope="module")
def long_song() -> bytes:
    """Make the longest song that is taken, as a file."""
    return to_file(np.tile(song(CLIP_S), int(LONG_S / CLIP_S)))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, RunningService]]:
    """Run all services."""
    folder = tmp_path_factory.mktemp("services")
    with ExitStack() as stack:
        found = {
            name: stack.enter_context(running_service(name, folder))
            for name in SERVICES
            if name != "frontend"
        }
        urls = urls_of_services(*(found[name].url for name in found))
        found["frontend"] = stack.enter_context(running_service("frontend", folder, **urls))
        yield found


def decoded(service: RunningService) -> float:
    """Count the files that a service has decoded."""
    lines = requests.get(f"{service.url}/metrics", timeout=NOTICED_WITHIN_S).text.splitlines()
    (line,) = [one for one in lines if one.startswith('audio_decodings_total{end="decoded"}')]
    return float(line.split()[-1])


def wait_for_log(service: RunningService, text: str) -> None:
    """Wait until a service has written something."""
    deadline = time.monotonic() + NOTICED_WITHIN_S
    while text not in service.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert text in service.log.read_text()


@pytest.mark.parametrize(
    ("asked", "path", "at_work", "route"),
    [
        ("svm_service", "/v1/predict", "svm_service", "/v1/predict"),
        ("vgg19_service", "/v1/explain", "vgg19_service", "/v1/explain"),
        ("beat_service", "/recommend", "beat_service", "/recommend"),
        ("beat_service", "/analyze", "beat_service", "/analyze"),
        ("frontend", "/api/predict", "vgg19_service", "/v1/predict"),
    ],
)
def test_work_ends_with_its_client(
    asked: str,
    path: str,
    at_work: str,
    route: str,
    running: dict[str, RunningService],
    long_song: bytes,
) -> None:
    """A client that leaves when its song is decoded gets no answer made: its request is a 499."""
    before = decoded(running[at_work])
    address = urlsplit(running[asked].url).netloc
    with closing(http.client.HTTPConnection(address, timeout=NOTICED_WITHIN_S)) as client:
        client.request("POST", path, long_song, {"Content-Type": "audio/wav"})
        deadline = time.monotonic() + NOTICED_WITHIN_S
        while decoded(running[at_work]) == before and time.monotonic() < deadline:
            time.sleep(0.005)

    wait_for_log(running[at_work], f"POST {route} 499 ")
    wait_for_log(running[asked], f"POST {path} ")
    assert f"POST {path} 200" not in running[asked].log.read_text()
    assert "Traceback" not in running[asked].log.read_text()


def test_log_is_clean(running: dict[str, RunningService], long_song: bytes) -> None:
    """A page that shows what is known so far ends as well, and no log has a traceback."""
    address = urlsplit(running["frontend"].url).netloc
    headers = {"Content-Type": "audio/wav", "X-Fragment": "parts"}
    with closing(http.client.HTTPConnection(address, timeout=NOTICED_WITHIN_S)) as client:
        client.request("POST", "/", long_song, headers)
        client.getresponse()

    wait_for_log(running["frontend"], "POST / ")
    assert [] == [name for name in running if "Traceback" in running[name].log.read_text()]
