"""The other ways to start a service, and that stopping is clean."""

import threading
import time
from pathlib import Path

import pytest
import requests
from processes import (
    ROOT,
    free_port,
    running_python,
    running_service,
    urls_of_services,
    wait_until_ready,
)
from signals import song, to_file


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
    long_song = to_file(song(600, 8_000), 8_000)
    answers: list[int] = []
    with running_service("vgg19_service", tmp_path) as vgg19:
        asking = threading.Thread(
            target=lambda: answers.append(post_file(vgg19.url, long_song).status_code)
        )
        asking.start()
        time.sleep(0.3)
        vgg19.process.terminate()
        status = vgg19.process.wait(30)
        asking.join(30)

    assert [200] == answers
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
