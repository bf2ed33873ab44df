"""The other ways to start a service, and that stopping is clean."""

import threading
import time
from pathlib import Path

import pytest
import requests
from processes import free_port, running_process, running_python, wait_until_ready
from signals import song, to_file

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("service", ["svm_service", "vgg19_service", "frontend"])
def test_python_app_py_in_the_folder(service: str, tmp_path: Path) -> None:
    """`python app.py` in a service's folder serves, and says that it is for development."""
    port, log = free_port(), tmp_path / "log"
    with running_python(["app.py"], ROOT / service, log, PORT=str(port)) as process:
        wait_until_ready(f"http://127.0.0.1:{port}", process, log, "/livez")

    assert "`make run` starts the real one" in log.read_text()


def post_file(url: str, content: bytes) -> requests.Response:
    """Ask for the genre of a file."""
    return requests.post(f"{url}/v1/predict", files={"file": content}, timeout=30)


def test_request_in_flight_is_finished(tmp_path: Path) -> None:
    """A service told to stop answers what it has begun, within ten seconds."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = tmp_path / "log"
    long_song = to_file(song(600, 8_000), 8_000)
    answers: list[int] = []
    with running_process("vgg19_service", log, PORT=str(port)) as process:
        wait_until_ready(url, process, log)
        asking = threading.Thread(
            target=lambda: answers.append(post_file(url, long_song).status_code)
        )
        asking.start()
        time.sleep(0.3)
        process.terminate()
        started = time.monotonic()
        process.wait(15)
        asking.join(15)

    assert [200] == answers
    assert time.monotonic() - started < 11


def test_many_clients_at_once(tmp_path: Path) -> None:
    """Thirty requests from ten clients, good and bad mixed, each get their own right answer."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = tmp_path / "log"
    good = to_file(song(3))
    statuses: list[tuple[bool, int]] = []

    def ask(is_good: bool) -> None:
        for _ in range(3):
            content = good if is_good else b"no music"
            statuses.append((is_good, post_file(url, content).status_code))

    with running_process("svm_service", log, PORT=str(port)) as process:
        wait_until_ready(url, process, log)
        clients = [threading.Thread(target=ask, args=(number % 2 == 0,)) for number in range(10)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()

    assert 30 == len(statuses)
    assert {(True, 200), (False, 415)} == set(statuses)
