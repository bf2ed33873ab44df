"""The other ways to start a service, and that stopping is clean."""

import threading
from pathlib import Path

import pytest
import requests

from tools.processes import (
    ROOT,
    free_port,
    running_python,
    running_service,
    urls_of_services,
    wait_until_ready,
    with_a_stop,
)
from tools.signals import song, to_file


@pytest.mark.parametrize("service", ["svm_service", "vgg19_service", "frontend"])
def test_python_app_py_in_the_folder(service: str, tmp_path: Path) -> None:
    """`python app.py` in a service's folder serves, and says that it is for development."""
    port, log = free_port(), tmp_path / "log"
    settings = {"PORT": str(port)} | (urls_of_services() if service == "frontend" else {})
    with running_python(["app.py"], ROOT / service, log, **settings) as process:
        wait_until_ready(f"http://127.0.0.1:{port}", process, log, "/livez")

    assert "`make run` starts the real one" in log.read_text()


def post_file(url: str, content: bytes) -> requests.Response:
    """Ask for the genre of a file."""
    return requests.post(f"{url}/v1/predict", files={"file": content}, timeout=30)


def test_request_in_flight_is_finished(tmp_path: Path) -> None:
    """A service told to stop answers what it has begun, and then ends by itself."""
    with running_service("vgg19_service", tmp_path) as vgg19:
        body = with_a_stop(to_file(song(60)), vgg19.process)
        headers = {"Content-Type": "audio/wav"}
        answer = requests.post(f"{vgg19.url}/v1/predict", body, headers=headers, timeout=60)
        status = vgg19.process.wait(30)

    assert 200 == answer.status_code
    assert 2 == len(answer.json()["segments"])
    assert 0 == status


def test_many_clients_at_once(tmp_path: Path) -> None:
    """Thirty requests from ten clients, good and bad mixed, each get their own right answer."""
    good = to_file(song(3))
    statuses: list[tuple[bool, int]] = []

    with running_service("svm_service", tmp_path) as svm:

        def ask(is_good: bool) -> None:
            for _ in range(3):
                content = good if is_good else b"no music"
                statuses.append((is_good, post_file(svm.url, content).status_code))

        clients = [threading.Thread(target=ask, args=(number % 2 == 0,)) for number in range(10)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()

    assert 30 == len(statuses)
    assert {(True, 200), (False, 415)} == set(statuses)
