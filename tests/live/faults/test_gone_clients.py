"""Clients that leave in the middle of the work: it ends, and nobody waits behind it."""

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
import pytest
import requests

from benchmarks.processes import together
from tools.processes import RunningService
from tools.signals import song, to_file

NOTICED_WITHIN_S = 60.0  # only so that nothing hangs for ever
CLIP_S = 20.0
Record = Callable[[str, object], None]
N_CLIENTS = 200
LONG_S = 890.0  # [s] as long as a song may be: there is work left when its client leaves


@pytest.fixture(scope="module")
def long_song() -> bytes:
    """Make the longest song that is taken, as a file."""
    return to_file(np.tile(song(CLIP_S), int(LONG_S / CLIP_S)))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, RunningService]]:
    """Run all services."""
    with together.running(tmp_path_factory.mktemp("services")) as services:
        yield services


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


@dataclass(frozen=True)
class Way:
    """Who is asked, by which path, and who is then at work, under which route."""

    asked: str
    path: str
    at_work: str
    route: str

    def __str__(self) -> str:
        """Name it in the table."""
        return f"{self.asked}{self.path}"


WAYS = [
    Way("svm_service", "/v1/predict", "svm_service", "/v1/predict"),
    Way("vgg19_service", "/v1/explain", "vgg19_service", "/v1/explain"),
    Way("beat_service", "/recommend", "beat_service", "/recommend"),
    Way("beat_service", "/analyze", "beat_service", "/analyze"),
    Way("frontend", "/api/predict", "vgg19_service", "/v1/predict"),
]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_work_ends_with_its_client(
    way: Way, running: dict[str, RunningService], long_song: bytes, record_property: Record
) -> None:
    """A client that leaves when its song is decoded gets no answer made: its request is a 499."""
    asked, at_work = running[way.asked], running[way.at_work]
    before = decoded(at_work)
    address = urlsplit(asked.url).netloc
    with closing(http.client.HTTPConnection(address, timeout=NOTICED_WITHIN_S)) as client:
        client.request("POST", way.path, long_song, {"Content-Type": "audio/wav"})
        deadline = time.monotonic() + NOTICED_WITHIN_S
        while decoded(at_work) == before and time.monotonic() < deadline:
            time.sleep(0.005)

    left_at = time.monotonic()
    wait_for_log(at_work, f"POST {way.route} 499 ")
    found = f"work for nobody {time.monotonic() - left_at:.1f} s"
    record_property(
        "fault", (f"a client leaves {way} when its song is decoded", found, "at most 1 s")
    )
    wait_for_log(asked, f"POST {way.path} ")
    assert f"POST {way.path} 200" not in asked.log.read_text()
    assert "Traceback" not in asked.log.read_text()


@pytest.mark.parametrize("moment", ["half a song", "a whole song"])
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_nothing_is_begun_for_who_has_left(
    way: Way,
    moment: str,
    running: dict[str, RunningService],
    long_song: bytes,
    record_property: Record,
) -> None:
    """A client that leaves while it sends, or as soon as it has, costs no answer either."""
    service = running[way.asked]
    where = urlsplit(service.url)
    sent = long_song[: len(long_song) // 2] if moment == "half a song" else long_song
    head = f"POST {way.path} HTTP/1.1\r\nHost: here\r\nContent-Type: audio/wav\r\n"
    head += f"Content-Length: {len(long_song)}\r\n\r\n"
    n_before = service.log.read_text().count(f"POST {way.path} ")
    with socket.create_connection((where.hostname, where.port), NOTICED_WITHIN_S) as client:
        client.sendall(head.encode() + sent)

    left_at = time.monotonic()
    while service.log.read_text().count(f"POST {way.path} ") == n_before:
        assert time.monotonic() < left_at + NOTICED_WITHIN_S
        time.sleep(0.01)
    found = f"work for nobody {time.monotonic() - left_at:.1f} s"
    record_property("fault", (f"a client leaves {way} after {moment}", found, "at most 1 s"))
    assert f"POST {way.path} 200" not in service.log.read_text()


def test_many_leave(running: dict[str, RunningService], record_property: Record) -> None:
    """Two hundred clients that leave cost no work that goes on, and probes are answered."""
    service, content = running["beat_service"], to_file(song(CLIP_S))
    address = urlsplit(service.url).netloc

    def begin(_: int) -> http.client.HTTPConnection:
        client = http.client.HTTPConnection(address, timeout=NOTICED_WITHIN_S)
        with suppress(OSError):  # refused, and told so
            client.request("POST", "/recommend", content, {"Content-Type": "audio/wav"})
        return client

    n_before = service.log.read_text().count("POST /recommend ")
    with ThreadPoolExecutor(N_CLIENTS) as pool:
        clients = list(pool.map(begin, range(N_CLIENTS)))
    for client in clients:
        client.close()
    left_at, waits_s = time.monotonic(), [0.0]
    while service.log.read_text().count("POST /recommend ") < n_before + N_CLIENTS:
        asked_at = time.monotonic()
        assert requests.get(f"{service.url}/livez", timeout=NOTICED_WITHIN_S).ok
        waits_s.append(time.monotonic() - asked_at)
        assert time.monotonic() < left_at + NOTICED_WITHIN_S
    found = f"work {time.monotonic() - left_at:.1f} s, /livez {max(waits_s):.2f} s"
    record_property("fault", (f"{N_CLIENTS} clients leave", found, "at most 1 s"))


def test_log_is_clean(running: dict[str, RunningService], long_song: bytes) -> None:
    """A page that shows what is known so far ends as well, and no log has a traceback."""
    address = urlsplit(running["frontend"].url).netloc
    headers = {"Content-Type": "audio/wav", "X-Fragment": "parts"}
    with closing(http.client.HTTPConnection(address, timeout=NOTICED_WITHIN_S)) as client:
        client.request("POST", "/", long_song, headers)
        client.getresponse()

    wait_for_log(running["frontend"], "POST / ")
    assert [] == [name for name in running if "Traceback" in running[name].log.read_text()]
