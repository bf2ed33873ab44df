"""`make run`'s runner as a process, what it writes, and the services that it has."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import requests

from tools.processes import ROOT

RUNNER = ROOT / "deploy" / "run_local.py"
READY_WITHIN_S = 120.0
STOPPED_WITHIN_S = 60.0  # both only so that nothing hangs for ever


@contextlib.contextmanager
def running(
    environment: dict[str, str], log: Path, python: Path = Path(sys.executable)
) -> Iterator[subprocess.Popen[bytes]]:
    """Start the runner; end it with the block if it has not ended."""
    with (
        log.open("wb") as output,
        subprocess.Popen([python, RUNNER], env=environment, stdout=output, stderr=output) as runner,
    ):
        try:
            yield runner
        finally:
            runner.terminate()  # it takes the services with it


def wait_for(text: str, log: Path) -> None:
    """Wait until the log has a text."""
    deadline = time.monotonic() + READY_WITHIN_S
    while text not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert text in log.read_text()


def services_of(runner: subprocess.Popen[bytes]) -> dict[str, psutil.Process]:
    """Find the process of each service, by its name; one that has ended is none."""
    found: dict[str, psutil.Process] = {}
    for process in psutil.Process(runner.pid).children():
        with contextlib.suppress(psutil.NoSuchProcess):  # a zombie is one too
            found |= dict.fromkeys(process.cmdline()[-1:], process)
    return found


def answers(url: str) -> bool:
    """Tell whether a service is ready."""
    try:
        return requests.get(url, timeout=10).ok
    except requests.ConnectionError:
        return False
