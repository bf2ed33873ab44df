"""The running front end when a service is down, hangs, or comes back."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tools.processes import free_port, running_service, urls_of_services
from tools.signals import song, to_file

SONG = to_file(song(3))
TIMEOUT_S = "1"
PATIENT_S = "5"  # a busy machine shall not make a service that answers look as if it hung


@pytest.fixture
def hanging_url() -> Iterator[str]:
    """Run a server that takes connections and never says anything."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        yield f"http://127.0.0.1:{silent.getsockname()[1]}"


def post_song(url: str, query: str = "") -> requests.Response:
    """Ask all services or some, in English."""
    headers = {"Accept-Language": "en"}
    files = {"file": SONG}
    return requests.post(f"{url}/api/predict{query}", files=files, headers=headers, timeout=60)


def test_down_and_hanging_services(hanging_url: str, tmp_path: Path) -> None:
    """Nobody to ask: a 503 that names each service's fault, and the page still opens."""
    urls = urls_of_services(vgg19=hanging_url)
    with running_service(
        "frontend", tmp_path, ready="/livez", SERVICE_TIMEOUT_S=TIMEOUT_S, **urls
    ) as frontend:
        response = post_song(frontend.url)

        body = response.json()
        assert 503 == response.status_code
        assert {"svm": "not_ready", "vgg19": "service_timeout", "beat": "not_ready"} == {
            name: body[name]["code"] for name in ("svm", "vgg19", "beat")
        }
        assert "127.0.0.1" not in response.text
        assert 503 == requests.get(f"{frontend.url}/readyz", timeout=20).status_code
        assert 200 == requests.get(frontend.url, timeout=20).status_code


def test_service_that_comes_back(hanging_url: str, tmp_path: Path) -> None:
    """One model answers while the other hangs; the missing one answers as soon as it is there."""
    svm_port = str(free_port())
    urls = urls_of_services(svm=f"http://127.0.0.1:{svm_port}", vgg19=hanging_url)
    with running_service(
        "frontend", tmp_path, ready="/livez", SERVICE_TIMEOUT_S=PATIENT_S, **urls
    ) as frontend:
        assert "not_ready" == post_song(frontend.url, "?models=svm").json()["svm"]["code"]

        with running_service("svm_service", tmp_path, PORT=svm_port):
            response = post_song(frontend.url)

    body = response.json()
    assert 200 == response.status_code
    assert body["svm"]["genre"] == body["ensemble"]["genre"]
    assert "service_timeout" == body["vgg19"]["code"]
    assert body["agreement"] is None
