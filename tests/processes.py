"""The services as real processes on free ports, for tests and benchmarks."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).parent.parent
READY_WITHIN_S = 120.0  # the first start of the beat service compiles for half a minute
STOP_WITHIN_S = 15.0
INHERITED = ("PATH", "HOME")  # all that a process needs of the one that starts it


@dataclass(frozen=True)
class Services:
    """Addresses of the running services."""

    svm: str
    vgg19: str
    beat: str
    frontend: str


def clean_environment(**variables: str) -> dict[str, str]:
    """The environment of a process that a test starts: what it names, and nothing of the shell's.

    A `MODEL_DIR`, `BEAT_URL` or `MAX_UPLOAD_BYTES` that somebody has exported must not reach it.
    """
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | variables


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running_python(
    arguments: list[str], cwd: Path, log: Path, **environment: str
) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    """`python arguments` in a folder, with extra settings; stopped at the end."""
    return running_command([sys.executable, *arguments], cwd, log, **environment)


@contextlib.contextmanager
def running_command(
    command: list[str], cwd: Path, log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A command in a folder, with these settings and no others; stopped at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=clean_environment(**environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def running_process(
    package: str, log: Path, **environment: str
) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    """`python -m package` with extra settings; stopped at the end."""
    return running_python(["-m", package], ROOT, log, **environment)


def wait_until_ready(
    url: str, process: subprocess.Popen[bytes], log: Path, path: str = "/readyz"
) -> float:
    """Seconds until `path` says 200. Raises `RuntimeError` with the log when it does not."""
    started = time.perf_counter()
    while time.perf_counter() - started < READY_WITHIN_S:
        if process.poll() is not None:
            break
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            if requests.get(f"{url}{path}", timeout=5).ok:
                return time.perf_counter() - started
        time.sleep(0.01)
    raise RuntimeError(f"{url} did not become ready:\n{log.read_text(errors='replace')}")


@contextlib.contextmanager
def running_services(logs: Path) -> Iterator[Services]:
    """All services, the front end last, because it is ready when the others are."""
    urls: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        for package in ("svm_service", "vgg19_service", "beat_service", "frontend"):
            port = free_port()
            url = f"http://127.0.0.1:{port}"
            others = {f"{name.split('_')[0].upper()}_URL": other for name, other in urls.items()}
            log = logs / f"{package}.log"
            process = stack.enter_context(
                running_process(package, log, PORT=str(port), HOST="127.0.0.1", **others)
            )
            wait_until_ready(url, process, log)
            urls[package] = url
        yield Services(*urls.values())
