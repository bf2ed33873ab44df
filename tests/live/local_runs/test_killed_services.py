"""Services of `make run` that are killed: they come back, and nobody else notices."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from live.faults.forms import IS_LONG
from live.faults.traffic import Traffic, traffic
from live.local_runs.runner import (
    READY_WITHIN_S,
    STOPPED_WITHIN_S,
    answers,
    running,
    services_of,
    wait_for,
)

from deploy.services import BEAT, SERVICES
from deploy.supervisor import PAUSES_S
from tools.processes import ROOT

Record = Callable[[str, object], None]
SONG = ROOT / "data" / "sample.wav"
CLIENTS = 1  # one after another; two keep both cores busy, and a start waits for its share
BACK_WITHIN_S = 5.0  # held in the long form alone, on a machine that does nothing else
# What a client of the front end sees of it: `ask` names the models that did not answer.
SEEN = {
    "svm_service": "svm",
    "vgg19_service": "vgg19",
    "beat_service": "",
    "frontend": "Connection",
}


def wait_until_ready(url: str) -> None:
    """Wait until a service says that it is ready."""
    deadline = time.monotonic() + READY_WITHIN_S
    while not answers(url):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kill_one(name: str, environment: dict[str, str], log: Path, pid: int) -> tuple[float, Traffic]:
    """Kill a service under traffic; return how long it was away and what the traffic got."""
    url = f"http://127.0.0.1:{environment['PORT_FRONTEND']}"
    with traffic(url, SONG.read_bytes(), CLIENTS) as counted:
        while not counted.answered:
            time.sleep(0.01)
        psutil.Process(pid).kill()
        killed_at = time.monotonic()
        wait_for(f"{name} has ended: starting it again in", log)
        wait_until_ready(f"http://127.0.0.1:{environment[SERVICES[name].port_variable]}/readyz")
        back_s = time.monotonic() - killed_at
    assert "" == counted.ask()
    return back_s, counted


def test_killed_services_come_back(
    environment: dict[str, str], tmp_path: Path, record_property: Record
) -> None:
    """Each service that is killed under load is started again, and the others stay as they are.

    Requests fail for want of it alone. When `make run` itself is killed, no process is left.
    """
    log = tmp_path / "log"
    with running(environment, log) as runner:
        wait_for("The beat service is ready too", log)
        away_s = {}
        for name in SERVICES:
            before = services_of(runner)
            back_s, counted = kill_one(name, environment, log, before[name].pid)
            after = services_of(runner)
            assert [name] == [one for one in before if before[one] != after[one]]
            assert [] == [fault for fault in counted.faults if SEEN[name] not in fault]
            found = f"back after {back_s:.1f} s, {len(counted.faults)} of "
            found += f"{len(counted.faults) + counted.answered} songs without its answer"
            record_property("fault", (f"kill −9 of {name} of `make run`, under load", found, "5 s"))
            away_s[name] = back_s
        started = psutil.Process(runner.pid).children(recursive=True)
        runner.kill()
        killed_at = time.monotonic()

    _, left = psutil.wait_procs(started, timeout=STOPPED_WITHIN_S)
    assert [] == left
    found = f"nobody is left after {time.monotonic() - killed_at:.1f} s"
    record_property("fault", ("kill −9 of `make run`", found, "no orphans"))
    assert not IS_LONG or max(away_s.values()) <= BACK_WITHIN_S, away_s


def test_given_up_loudly(
    environment: dict[str, str], tmp_path: Path, record_property: Record
) -> None:
    """A service that ends each time it is started is given up, and the others are of use."""
    log, name = tmp_path / "log", BEAT.package
    with running(environment, log) as runner:
        wait_for("Open http://", log)
        began, pid = time.monotonic(), 0
        for _ in range(len(PAUSES_S) + 1):
            pid = next_pid(runner, name, pid)
            psutil.Process(pid).kill()
        wait_for(f"{name} HAS ENDED FOR GOOD; the others go on", log)
        gave_up_s = time.monotonic() - began

        asked = Traffic(f"http://127.0.0.1:{environment['PORT_FRONTEND']}", SONG.read_bytes())
        assert "" == asked.ask()
        assert {name} == SERVICES.keys() - services_of(runner).keys()
    assert f"{name} was started {len(PAUSES_S)} times in vain" in log.read_text()
    found = f"given up after {len(PAUSES_S)} new starts in {gave_up_s:.0f} s, said so; others serve"
    record_property("fault", (f"{name} ends whenever it starts", found, "given up, said"))


def next_pid(runner: subprocess.Popen[bytes], name: str, before: int) -> int:
    """Wait until a service runs in another process than before."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        found = services_of(runner).get(name)
        if found is not None and found.pid != before:
            return found.pid
        time.sleep(0.05)
    raise TimeoutError(name)
