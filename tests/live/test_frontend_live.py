"""The front end as a real process, with small real servers as its services."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from fake_services import fake_service, prediction
from live.clients import post, post_file
from problems import assert_problem

from tools.processes import (
    ROOT,
    ended_python,
    free_port,
    running_python,
    running_service,
    urls_of_services,
    wait_until_ready,
)

MEMORY_BUDGET_BYTES = 120_000_000
MAX_UPLOAD_BYTES = 1024 * 1024


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a front end whose genre services answer; yield its address."""
    with fake_service() as svm, fake_service() as vgg19:
        svm.answer_with(prediction("confident", "svm", jazz=0.7))
        vgg19.answer_with(prediction("confident", "vgg19", jazz=0.8))
        with running_service(
            "frontend",
            tmp_path_factory.mktemp("frontend"),
            MAX_UPLOAD_BYTES=str(MAX_UPLOAD_BYTES),
            **urls_of_services(svm=svm.url, vgg19=vgg19.url),
        ) as frontend:
            yield frontend.url


def assert_both_answer(url: str) -> None:
    """Check that a file gets the genre of each service."""
    body = post_file(f"{url}/api/predict", b"RIFF").json()
    assert ["jazz", "jazz"] == [body[name]["genre"] for name in ("svm", "vgg19")]
    assert body["agreement"] is True


def test_song_in_answers_out(url: str) -> None:
    """The one command of the README: a file goes in, both models answer."""
    assert_both_answer(url)


def test_ready(url: str) -> None:
    """The process reports its services as ready."""
    assert "ok" == requests.get(f"{url}/readyz", timeout=30).json()["status"]


@pytest.mark.parametrize("path", ["/api/predict", "/"])
def test_too_large_upload_is_answered(url: str, path: str) -> None:
    """A client that sends much too much reads a 413, not a broken connection."""
    response = post_file(url + path, bytes(20 * MAX_UPLOAD_BYTES))
    assert 413 == response.status_code
    assert "volumineux" in response.text


def test_upload_of_unknown_length_is_cut_off(url: str) -> None:
    """A chunked body over the limit is refused while it is read."""
    chunks = (bytes(MAX_UPLOAD_BYTES // 4) for _ in range(20))
    headers = {"Content-Type": "audio/wav"}
    assert_problem(post(f"{url}/api/predict", data=chunks, headers=headers), 413, "too_large")


def test_still_answers_after_a_broken_upload(url: str) -> None:
    """A client that goes away in the middle of its upload leaves the service as it was."""

    def half_a_body() -> Iterator[bytes]:
        yield bytes(1000)
        raise ConnectionAbortedError

    with pytest.raises(requests.ConnectionError):
        requests.post(f"{url}/api/predict", data=half_a_body(), timeout=30)
    assert_both_answer(url)


def test_memory_and_clean_stop(tmp_path: Path) -> None:
    """The idle process keeps to its budget of memory, and ends well when told to."""
    urls = urls_of_services()
    with running_service("frontend", tmp_path, ready="/livez", **urls) as frontend:
        requests.get(frontend.url, timeout=30)
        process = psutil.Process(frontend.process.pid)
        assert [] == process.children()
        assert process.memory_info().rss < MEMORY_BUDGET_BYTES
        frontend.process.send_signal(signal.SIGTERM)
        assert 0 == frontend.process.wait(timeout=60)


def test_app_file_runs_in_its_folder(tmp_path: Path) -> None:
    """`python app.py` in the front end's folder serves the page too."""
    port, log = str(free_port()), tmp_path / "log"
    settings = {"PORT": port, **urls_of_services()}
    url = f"http://127.0.0.1:{port}"
    with running_python(["app.py"], ROOT / "frontend", log, **settings) as process:
        wait_until_ready(url, process, log, "/livez")
        page = requests.get(url, headers={"Accept-Language": "en"}, timeout=30).text
    assert "<title>Music Genre Classification</title>" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [("SVM_URL", "localhost:5001"), ("SERVICE_TIMEOUT_S", "0"), ("MAX_UPLOAD_BYTES", "much")],
)
def test_wrong_setting_is_refused(name: str, value: str) -> None:
    """A setting that cannot be used ends the process at once, by name and value."""
    settings = {"PORT": str(free_port()), **urls_of_services()}
    finished = ended_python(["-m", "frontend"], **settings | {name: value})
    assert finished.returncode != 0
    assert f"{name}='{value}'" in finished.stderr
    assert "Traceback" not in finished.stderr
