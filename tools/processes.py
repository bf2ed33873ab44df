"""The services as real processes on free ports, for tests and benchmarks.

Nothing around a test reaches such a process: it gets the environment that the test names, and a
service that would fall back to the address of a service of somebody else is not started.
"""

import contextlib
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import requests

from deploy.services import BEAT, FRONTEND, SERVICES, SVM, VGG19

ROOT: Final = Path(__file__).parent.parent
READY_WITHIN_S: Final = 300.0  # [s]; under emulation, on a full machine, a start takes two minutes
THIS_PYTHON: Final = (sys.executable,)
STOP_WITHIN_S: Final = 15.0
ENDED_WITHIN_S: Final = 60.0  # what is no service: only so that nothing hangs for ever
# All that a process needs of the shell's environment; none of it changes what a service does.
INHERITED: Final = (
    *("PATH", "HOME"),  # programs, and caches of who runs the tests
    "TMPDIR",  # where this machine has room for scratch files, if not in /tmp
    "LD_LIBRARY_PATH",  # a Python outside the system's folders may not start without it
    # Where and for which processor numba has compiled; to do so anew takes half a minute.
    *("NUMBA_CACHE_DIR", "NUMBA_CPU_NAME"),
)
# Below those that systems give to outgoing connections, so that none of these takes one.
FIRST_PORT: Final = 20_000
LAST_PORT: Final = 32_000
_reserved: list[socket.socket] = []


class MissingSettingError(ValueError):
    """A test starts a service without a setting whose default is not the test's own."""


@dataclass(frozen=True)
class Services:
    """Addresses of the running services."""

    svm: str
    vgg19: str
    beat: str
    frontend: str


@dataclass(frozen=True)
class RunningService:
    """A service that answers, and what it has written so far."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


def clean_environment(**variables: str) -> dict[str, str]:
    """Make the environment of a process that a test starts: what it names, not the shell's.

    A `MODEL_DIR`, `BEAT_URL` or `MAX_UPLOAD_BYTES` that somebody has exported must not reach it.
    """
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | variables


def service_environment(service: str, **variables: str) -> dict[str, str]:
    """Make the environment of a service, or of another program. Raises `MissingSettingError`.

    A service must be told all that would else be a port or a file of who runs the tests.
    """
    needed = SERVICES[service].shared_defaults if service in SERVICES else ()
    if missing := [name for name in needed if name not in variables]:
        raise MissingSettingError(
            f"{service} would use its default {', '.join(missing)}, which may be those of services"
            " that somebody runs on this machine; name them"
        )
    return clean_environment(**variables)


def free_port() -> int:
    """Choose a port that nothing listens on, and that no other call chooses, in any process."""
    while True:
        port = random.randint(FIRST_PORT, LAST_PORT)  # noqa: S311  # no secret
        # UDP has ports of its own, so a socket there can stand for the TCP port until we end.
        sign = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sign.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            sign.close()
            continue
        _reserved.append(sign)
        return port


def nobody() -> str:
    """Make an address at which nobody listens."""
    return f"http://127.0.0.1:{free_port()}"


def urls_of_services(svm: str = "", vgg19: str = "", beat: str = "") -> dict[str, str]:
    """Make the front end's settings; where no address is given, nobody listens."""
    urls = {SVM.package: svm, VGG19.package: vgg19, BEAT.package: beat}
    return {setting: urls[package] or nobody() for setting, package in FRONTEND.asks.items()}


@contextlib.contextmanager
def running_python(
    arguments: list[str],
    cwd: Path,
    log: Path,
    python: Sequence[str] = THIS_PYTHON,
    **environment: str,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python arguments` in a folder, with these settings alone; stop it at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*python, *arguments],
            cwd=cwd,
            env=service_environment(_service(arguments, cwd), **environment),
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


def _service(arguments: list[str], cwd: Path) -> str:
    """Name the package that is started, by `-m package` or by `app.py` in its folder."""
    return cwd.name if arguments == ["app.py"] else arguments[-1]


def running_process(
    package: str, log: Path, python: Sequence[str] = THIS_PYTHON, **environment: str
) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    """Run `python -m package` with these settings alone; stop it at the end."""
    return running_python(["-m", package], ROOT, log, python, **environment)


@contextlib.contextmanager
def running_service(
    package: str,
    folder: Path,
    ready: str = "/readyz",
    python: Sequence[str] = THIS_PYTHON,
    **settings: str,
) -> Iterator[RunningService]:
    """Run a service until the block ends, once it is ready.

    It has a free port, log and beats in the folder, unless the settings say otherwise.
    """
    settings = {"PORT": str(free_port())} | settings
    if package == BEAT.package:
        settings = {"DATABASE_URL": f"sqlite:///{folder}/beats.db"} | settings
    url, log = f"http://127.0.0.1:{settings['PORT']}", folder / f"{package}.log"
    with running_process(package, log, python, **settings) as process:
        wait_until_ready(url, process, log, ready)
        yield RunningService(url, process, log)


def with_a_stop(content: bytes, process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Give a request's body in halves, and tell the service to stop in between."""
    half = len(content) // 2
    yield content[:half]
    time.sleep(1.0)  # now the service has begun to read
    process.terminate()
    yield content[half:]


def ended_python(
    arguments: list[str], cwd: Path = ROOT, /, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python arguments` in a folder, with these settings alone, until it ends by itself."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=service_environment(_service(arguments, cwd), **environment),
        capture_output=True,
        text=True,
        timeout=ENDED_WITHIN_S,
        check=False,
    )


def wait_until_ready(
    url: str, process: subprocess.Popen[bytes], log: Path, path: str = "/readyz"
) -> float:
    """Wait until `path` says 200; return the seconds it took.

    Raises `RuntimeError` with the log when it does not come to that.
    """
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
def running_services(folder: Path, **settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """Run services by package, each with these settings and the addresses of those before it.

    The front end stands last, because it is ready when the others are; where it is given fewer than
    all, nobody listens at the address of the missing ones.
    """
    urls: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        for package, own in settings.items():
            asked = urls_of_services(**urls) if package == FRONTEND.package else {}
            service = running_service(package, folder, **asked | own)
            urls[package.removesuffix("_service")] = stack.enter_context(service).url
        yield urls


@contextlib.contextmanager
def running_stack(folder: Path) -> Iterator[Services]:
    """Run all four services."""
    with running_services(folder, **{package: {} for package in SERVICES}) as urls:
        yield Services(**urls)
