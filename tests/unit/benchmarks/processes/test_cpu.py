"""CPU time of a process and of those that it starts."""

import os
import subprocess
import sys
import time

import psutil
import pytest

from benchmarks.processes.cpu import one_to_cpu_s, pid_to_cpu_s

BUSY_S = 0.2
BURN = f"import time\nwhile time.process_time() < {BUSY_S}: pass\n"
WAIT = "print(flush=True); import sys; sys.stdin.read()"


def test_work_is_counted_and_sleep_is_not() -> None:
    """CPU time grows by what is worked, however long it takes by the clock."""
    before_s = one_to_cpu_s(psutil.Process(os.getpid()))
    until_s = time.process_time() + BUSY_S
    while time.process_time() < until_s:
        pass
    worked_s = one_to_cpu_s(psutil.Process(os.getpid())) - before_s

    assert pytest.approx(BUSY_S, abs=0.1) == worked_s


def test_children_are_counted_while_they_run_and_afterwards() -> None:
    """What a child took is its own while it is there, and its parent's once it was waited for."""
    own_s = one_to_cpu_s(psutil.Process(os.getpid()))
    before_s = pid_to_cpu_s(os.getpid())
    with subprocess.Popen(
        [sys.executable, "-c", BURN + WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        while_running_s = pid_to_cpu_s(os.getpid())
        child.communicate()
    afterwards_s = one_to_cpu_s(psutil.Process(os.getpid()))

    assert while_running_s - before_s >= BUSY_S * 0.9
    assert afterwards_s - own_s >= BUSY_S * 0.9


def test_a_process_that_is_gone_has_no_cpu_time() -> None:
    """Of a service that has ended nothing is measured, so that no song seems to cost nothing."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()

    with pytest.raises(psutil.NoSuchProcess):
        pid_to_cpu_s(process.pid)
