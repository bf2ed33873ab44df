"""The running front end when a service is down, hangs, or comes back."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from processes import free_port, running_process, wait_until_ready
from signals import song, to_file

SONG = to_file(song(3))
TIMEOUT_S = 1.0


@pytest.fixture
def hanging_url() -> Iterator[str]:
    """A server that takes connections and never says anything."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        yield f"http://127.0.0.1:{silent.getsockname()[1]}"


def post_song(url: str) -> requests.Response:
    """Ask for both models, in English."""
    headers = {"Accept-Language": "en"}
    return requests.post(f"{url}/api/predict", files={"file": SONG}, headers=headers, timeout=20)


def test_down_and_hanging_services(hanging_url: str, tmp_path: Path) -> None:
    """Nobody to ask: a 503 that names each service's fault, in time, and the page still opens."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {
        "PORT": str(port),
        "SVM_URL": f"http://127.0.0.1:{free_port()}",
        "VGG19_URL": hanging_url,
        "SERVICE_TIMEOUT_S": str(TIMEOUT_S),
    }
    with running_process("frontend", tmp_path / "log", **settings) as process:
        wait_until_ready(url, process, tmp_path / "log", "/livez")
        started = time.monotonic()

        response = post_song(url)

        assert time.monotonic() - started < TIMEOUT_S + 2
        body = response.json()
        assert 503 == response.status_code
        assert ("not_ready", "service_timeout") == (body["svm"]["code"], body["vgg19"]["code"])
        assert "127.0.0.1" not in response.text
        assert 503 == requests.get(f"{url}/readyz", timeout=5).status_code
        assert 200 == requests.get(url, timeout=5).status_code


def test_service_that_comes_back(hanging_url: str, tmp_path: Path) -> None:
    """One model answers while the other hangs; the missing one answers as soon as it is there."""
    port, svm_port = free_port(), free_port()
    url, svm_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{svm_port}"
    settings = {
        "PORT": str(port),
        "SVM_URL": svm_url,
        "VGG19_URL": hanging_url,
        "SERVICE_TIMEOUT_S": str(TIMEOUT_S),
    }
    with running_process("frontend", tmp_path / "log", **settings) as process:
        wait_until_ready(url, process, tmp_path / "log", "/livez")
        assert "not_ready" == post_song(url).json()["svm"]["code"]

        with running_process("svm_service", tmp_path / "svm", PORT=str(svm_port)) as svm:
            wait_until_ready(svm_url, svm, tmp_path / "svm")
            response = post_song(url)

    body = response.json()
    assert 200 == response.status_code
    assert body["svm"]["genre"] == body["ensemble"]["genre"]
    assert "service_timeout" == body["vgg19"]["code"]
    assert body["agreement"] is None
