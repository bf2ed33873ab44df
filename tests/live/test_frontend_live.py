"""The front end as a real process, with small real servers as its services."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import requests
from processes import free_port, running_python, wait_until_ready
from unit.frontend.fake_services import fake_service, prediction

ROOT = Path(__file__).parents[2]
START_S = 20  # the budget is measured by `make bench`; here a loaded machine may be slow
MEMORY_BUDGET_BYTES = 120_000_000
MAX_UPLOAD_BYTES = 1024 * 1024


@contextmanager
def frontend_process(
    command: list[str], log: Path, cwd: Path = ROOT, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The front end under this command, alive, on a free port."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running_python(command, cwd, log, PORT=str(port), **environment) as process:
        wait_until_ready(url, process, log, "/livez")
        yield url, process


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a front end whose services both answer."""
    with fake_service() as svm, fake_service() as vgg19:
        svm.answer_with(prediction("confident", "svm", jazz=0.7))
        vgg19.answer_with(prediction("confident", "vgg19", jazz=0.8))
        with frontend_process(
            ["-m", "frontend"],
            tmp_path_factory.mktemp("frontend") / "log",
            SVM_URL=svm.url,
            VGG19_URL=vgg19.url,
            MAX_UPLOAD_BYTES=str(MAX_UPLOAD_BYTES),
        ) as (address, _):
            yield address


def test_song_in_answers_out(url: str) -> None:
    """The one command of the README: a file goes in, both models answer."""
    body = requests.post(f"{url}/api/predict", files={"file": b"RIFF"}, timeout=10).json()
    assert (body["svm"]["genre"], body["vgg19"]["genre"]) == ("jazz", "jazz")
    assert body["agreement"] is True


def test_ready(url: str) -> None:
    """The process reports its services as ready."""
    assert requests.get(f"{url}/readyz", timeout=5).json()["status"] == "ok"


@pytest.mark.parametrize("path", ["/api/predict", "/"])
def test_too_large_upload_is_answered(url: str, path: str) -> None:
    """A client that sends much too much reads a 413, not a broken connection."""
    files = {"file": bytes(20 * MAX_UPLOAD_BYTES)}
    response = requests.post(url + path, files=files, timeout=10)
    assert response.status_code == 413
    assert "volumineux" in response.text


def test_upload_of_unknown_length_is_cut_off(url: str) -> None:
    """A chunked body over the limit is refused while it is read."""
    chunks = (bytes(MAX_UPLOAD_BYTES // 4) for _ in range(20))
    response = requests.post(
        f"{url}/api/predict", data=chunks, headers={"Content-Type": "audio/wav"}, timeout=10
    )
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_still_answers_after_a_broken_upload(url: str) -> None:
    """A client that goes away in the middle of its upload leaves the service as it was."""

    def half_a_body() -> Iterator[bytes]:
        yield bytes(1000)
        raise ConnectionAbortedError

    with pytest.raises(requests.ConnectionError):
        requests.post(f"{url}/api/predict", data=half_a_body(), timeout=10)
    test_song_in_answers_out(url)


def test_memory_and_clean_stop(tmp_path: Path) -> None:
    """The idle process keeps to its budget of memory, and ends well when told to."""
    with frontend_process(["-m", "frontend"], tmp_path / "log") as (address, process):
        requests.get(address, timeout=5)
        workers = psutil.Process(process.pid).children()
        assert len(workers) == 1
        assert workers[0].memory_info().rss < MEMORY_BUDGET_BYTES
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0


def test_app_file_runs_in_its_folder(tmp_path: Path) -> None:
    """`python app.py` in the front end's folder serves the page too."""
    with frontend_process(["app.py"], tmp_path / "log", ROOT / "frontend") as (address, _):
        page = requests.get(address, headers={"Accept-Language": "en"}, timeout=5).text
    assert "<title>Music Genre Classification</title>" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [("SVM_URL", "localhost:5001"), ("SERVICE_TIMEOUT_S", "0"), ("MAX_UPLOAD_BYTES", "much")],
)
def test_wrong_setting_is_refused(name: str, value: str) -> None:
    """A setting that cannot be used ends the process at once, by name and value."""
    finished = subprocess.run(
        [sys.executable, "-m", "frontend"],
        cwd=ROOT,
        env=os.environ | {name: value},
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )
    assert finished.returncode != 0
    assert f"{name}='{value}'" in finished.stderr
    assert "Traceback" not in finished.stderr
