"""Programs run together: one log, one end."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from deploy.supervisor import Program, run_together

ENDS_WITHIN_LOOKS = 200  # less than the child's own minute
KILL = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
STAY = "import time; print('here'); time.sleep(60)"
# Writes the number of a process that it has started, ignores SIGTERM, and ends after a minute.
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open("{ready}.part", "w") as file:
    file.write(str(child.pid))
os.rename("{ready}.part", "{ready}")
time.sleep(60)
"""
WAIT = """
import os, signal, time
while not os.path.exists("{ready}"):
    time.sleep(0.01)
"""
TELL_TWICE = """
signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getppid(), signal.SIGINT))
os.kill(os.getppid(), signal.SIGINT)
time.sleep(60)
"""


def program(code: str) -> Program:
    """Make a program of Python code."""
    return Program([sys.executable, "-uc", code], dict(os.environ))


def children() -> list[psutil.Process]:
    """List what still runs."""
    return psutil.Process().children(recursive=True)


def ends(pid: int) -> bool:
    """Wait until a process ends; nobody may have asked for its status yet."""
    for _ in range(ENDS_WITHIN_LOOKS):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)  # a killed process ends when the system finds the time
    return False


def test_all_end_with_the_first(capfd: pytest.CaptureFixture[str]) -> None:
    """When one program ends, all do; its status is that of the whole, its words are in the log."""
    before = children()

    status = run_together(
        {"stays": program(STAY), "ends": program("import sys; print('bye'); sys.exit(7)")}
    )

    log = capfd.readouterr().out
    assert 7 == status
    assert before == children()
    assert "ends     | bye\n" in log
    assert "ends     | ended (status 7)\n" in log
    assert "make run | ends has ended: stopping everything …\n" in log


def test_given_up(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A program that is killed again and again is started some times, and then ends all, loudly."""
    monkeypatch.setattr("deploy.supervisor.PAUSES_S", (0.01, 0.02))
    before = children()

    status = run_together({"stays": program(STAY), "killed": program(KILL)})

    log = capfd.readouterr().out
    assert 128 + signal.SIGKILL == status
    assert before == children()
    assert 3 == log.count("killed   | started (process")
    assert "make run | killed has ended: starting it again in 0.02 s …\n" in log
    assert "make run | killed was started 2 times in vain\n" in log


def test_started_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program that was killed is started again, and the others never notice."""
    monkeypatch.setattr("deploy.supervisor.PAUSES_S", (0.01,))
    mark = tmp_path / "mark"
    once = f"""
import os, pathlib, signal, time
mark = pathlib.Path({str(mark)!r})
if not mark.exists():
    mark.touch()
    os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getppid(), signal.SIGINT)
time.sleep(60)
"""

    assert 0 == run_together({"stays": program(STAY), "once": program(once)})
    assert mark.exists()


def test_not_needed(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What is not needed and cannot start is said so, and ends nobody."""
    ready = tmp_path / "ready"
    refuses = f"""
import atexit, pathlib, sys
atexit.register(pathlib.Path({str(ready)!r}).touch)
sys.exit('cannot start')
"""
    tells = WAIT.format(ready=ready) + "time.sleep(0.5); os.kill(os.getppid(), signal.SIGINT)\n"

    status = run_together(
        {
            "optional": Program([sys.executable, "-uc", refuses], dict(os.environ), False),
            "needed": program(tells + "time.sleep(60)"),
        }
    )

    log = capfd.readouterr().out
    assert 0 == status
    assert 1 == log.count("optional | started (process")
    assert "make run | optional HAS ENDED FOR GOOD; the others go on\n" in log


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_during_the_start(number: signal.Signals) -> None:
    """A signal that comes while programs are being started ends all of them."""
    before = children(), signal.getsignal(number)
    tell = f"import os; os.kill(os.getppid(), {int(number)});" + STAY
    others = {f"stays {count}": program(STAY) for count in range(5)}

    status = run_together({"tells": program(tell)} | others)

    assert 0 == status
    assert before == (children(), signal.getsignal(number))


def test_program_that_does_not_listen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program that ignores SIGTERM is ended by force, with what it has started."""
    monkeypatch.setattr("deploy.supervisor.STOP_WITHIN_S", 0.2)
    ready = tmp_path / "ready"
    stubborn, waits = (program(code.format(ready=ready)) for code in (STUBBORN, WAIT))

    status = run_together({"stubborn": stubborn, "waits": waits})

    assert 0 == status
    assert ends(int(ready.read_text()))


def test_told_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A second signal ends by force what would take its time after the first."""
    monkeypatch.setattr("deploy.supervisor.STOP_WITHIN_S", 3600)
    ready = tmp_path / "ready"
    stubborn, tells = (program(code.format(ready=ready)) for code in (STUBBORN, WAIT + TELL_TWICE))

    status = run_together({"stubborn": stubborn, "tells": tells})

    assert 0 == status
    assert f"stubborn | ended (status -{int(signal.SIGKILL)})\n" in capfd.readouterr().out


def test_a_log_of_objects(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With `LOG_FORMAT=json` a line of JSON passes as it is, and every other becomes one."""
    monkeypatch.setenv("LOG_FORMAT", "json")
    code = """print('{"message": "theirs"}'); print("bare")"""

    run_together({"one": program(code + "; import sys; sys.exit(3)")}, "make run")

    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {"message": "theirs"} in lines
    assert "one" == next(one["service"] for one in lines if one["message"] == "bare")
    assert "make run" == lines[-1]["service"]
