"""The other ways to start a service, and that stopping is clean."""

from pathlib import Path

import psutil
import pytest
import requests
from live.clients import clients_to_statuses, large_file

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

BESIDE_S = 0.1  # of more than two seconds of work


@pytest.mark.parametrize("service", ["svm_service", "vgg19_service", "frontend"])
def test_python_app_py_in_the_folder(service: str, tmp_path: Path) -> None:
    """`python app.py` in a service's folder serves, and says that it is for development."""
    port, log = free_port(), tmp_path / "log"
    settings = {"PORT": str(port)} | (urls_of_services() if service == "frontend" else {})
    with running_python(["app.py"], ROOT / service, log, **settings) as process:
        wait_until_ready(f"http://127.0.0.1:{port}", process, log, "/livez")

    assert "`make run` starts the real one" in log.read_text()


def test_one_thread_works_at_the_start_of_the_beat_service(tmp_path: Path) -> None:
    """No thread of a numerical library spins beside the one that loads, on cores of others."""
    with running_service("beat_service", tmp_path) as beat:
        threads = psutil.Process(beat.process.pid).threads()

    busy_s = sorted(thread.user_time for thread in threads)
    assert sum(busy_s[:-1]) < BESIDE_S < busy_s[-1]


def test_request_in_flight_is_finished(tmp_path: Path) -> None:
    """A service told to stop answers what it has begun, and then ends by itself."""
    with running_service("vgg19_service", tmp_path) as vgg19:
        body = with_a_stop(large_file(song(60)), vgg19.process)
        headers = {"Content-Type": "audio/wav"}
        answer = requests.post(f"{vgg19.url}/v1/predict", body, headers=headers, timeout=60)
        status = vgg19.process.wait(30)

    assert 200 == answer.status_code
    assert 2 == len(answer.json()["segments"])
    assert 0 == status


def test_many_clients_at_once(tmp_path: Path) -> None:
    """Thirty requests from ten clients, good and bad mixed, each get their own right answer."""
    good = to_file(song(3))

    with running_service("svm_service", tmp_path) as svm:
        statuses = clients_to_statuses(f"{svm.url}/v1/predict", good, n_clients=10, n_each=3)

    assert 30 == len(statuses)
    assert {(True, 200), (False, 415)} == set(statuses)
