"""Services under the benchmark: real processes on free ports, and one client for each route."""

import base64
import contextlib
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
import requests

from tools.processes import free_port, running_process, wait_until_ready

SVM: Final = "svm_service"
VGG19: Final = "vgg19_service"
BEAT: Final = "beat_service"
FRONTEND: Final = "frontend"
REPORT_SVM: Final = "benchmarks.report_svm"
REPORT_VGG19: Final = "benchmarks.report_vgg19"
REPORT_ROUTES: Final = {
    SVM: "/predict_svm",
    VGG19: "/predict_vgg",
    REPORT_SVM: "/predict_svm",
    REPORT_VGG19: "/predict_vgg",
}

BEAT_ROUTES: Final = ("/analyze", "/recommend")

ANSWER_WITHIN_S: Final = 120.0  # TensorFlow alone takes many seconds to load
RETRY_AFTER_S: Final = 0.01


@dataclass(frozen=True)
class Server:
    """A started process that may not answer yet; `started_at` is on `time.perf_counter` [s]."""

    name: str  # its package
    url: str
    process: subprocess.Popen[bytes]
    log: Path
    started_at: float

    def until_ready_s(self) -> float:
        """Wait for `/readyz`; seconds since the start of the process."""
        wait_until_ready(self.url, self.process, self.log)
        return self.age_s()

    def age_s(self) -> float:
        """Count the seconds since the start of the process."""
        return time.perf_counter() - self.started_at

    def until_stopped_s(self) -> float:
        """Tell it to stop and wait until it has ended; the seconds that takes."""
        told_at = time.perf_counter()
        self.process.terminate()
        self.process.wait(ANSWER_WITHIN_S)
        return time.perf_counter() - told_at

    def routes(self) -> set[str]:
        """List the paths that it says it has."""
        document = requests.get(f"{self.url}/openapi.json", timeout=ANSWER_WITHIN_S).json()
        return set(document["paths"])

    def until_answer_s(self, client: "Client") -> float:
        """Ask until there is an answer; seconds since the start of the process."""
        while self.age_s() < ANSWER_WITHIN_S:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(requests.ConnectionError):
                client.post()
                return self.age_s()
            time.sleep(RETRY_AFTER_S)
        raise RuntimeError(f"{self.url} gave no answer:\n{self.log.read_text(errors='replace')}")


@contextlib.contextmanager
def started(package: str, logs: Path, **environment: str) -> Iterator[Server]:
    """Run `python -m package` on a free port, its log in the folder `logs`; end it at the end."""
    port, log = free_port(), logs / f"{package}.log"
    settings = environment | {"PORT": str(port), "HOST": "127.0.0.1"}
    started_at = time.perf_counter()
    with running_process(package, log, **settings) as process:
        family = psutil.Process(process.pid)
        try:
            yield Server(package, f"http://127.0.0.1:{port}", process, log, started_at)
        except BaseException:
            _kill(family)
            raise


def _kill(family: psutil.Process) -> None:
    """End a process and its children without waiting for their requests."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for process in (*family.children(recursive=True), family):
            process.kill()


class Client:
    """One client of one route: a kept connection and a request encoded beforehand."""

    def __init__(self, request: requests.Request) -> None:
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy between two processes of one machine
        self._request = self._session.prepare_request(request)

    def post(self) -> dict[str, float]:
        """Send it; `http` is the client's time, `predict` the server's own if it says so [ms]."""
        began = time.perf_counter()
        response = self._session.send(self._request, timeout=ANSWER_WITHIN_S)
        times_ms = {"http": (time.perf_counter() - began) * 1000}
        response.raise_for_status()
        stages_ms: dict[str, float] = response.json().get("timing_ms", {})
        if "predict" in stages_ms:
            times_ms["predict"] = stages_ms["predict"]
        return times_ms


def multipart_client(url: str, wav: bytes) -> Client:
    """Make a client that sends the file as a browser does."""
    return Client(requests.Request("POST", url, files={"file": ("song.wav", wav, "audio/wav")}))


def base64_client(url: str, wav: bytes) -> Client:
    """Make a client that sends the file as the report does."""
    body = {"wav_music": base64.b64encode(wav).decode()}
    return Client(requests.Request("POST", url, json=body))
