"""Memory of a service alone: its process, and what its decoders add."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from benchmarks.memory import pid_to_memory, pid_to_pss_mb
from benchmarks.servers import SVM, started

HOLD = "import sys; held = bytearray(b'x' * 60_000_000); "
FORK = "import os; os.fork() and sys.stdin.read(); "
WAIT = "print(flush=True); sys.stdin.read()"


@contextmanager
def running(code: str) -> Iterator[int]:
    """Run Python until the block ends, as soon as it has printed a line; give its process id."""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.communicate()


def test_memory_counts_the_service_and_its_decoders(tmp_path: Path) -> None:
    """A service alone is more than its process, by less than all that its decoders map."""
    with started(SVM, tmp_path) as server:
        server.until_ready_s()
        memory = pid_to_memory(server.process.pid)
        decoders = psutil.Process(server.process.pid).children(recursive=True)
        decoders_rss_mb = sum(process.memory_info().rss for process in decoders) / 1e6

    assert decoders
    assert 0 < memory.decoders_mb < decoders_rss_mb


def test_process_without_children_is_counted_once() -> None:
    """It has all that it has resident, and nothing more."""
    with running(HOLD + WAIT) as pid:
        memory = pid_to_memory(pid)

    assert pytest.approx(memory.service_rss_mb, rel=0.02) == memory.alone_mb
    assert 60 < memory.alone_mb < 200


def test_what_a_fork_shares_is_counted_once() -> None:
    """A fork has 60 MB resident too, but they are the same pages."""
    with running(HOLD + FORK + WAIT) as pid:
        memory = pid_to_memory(pid)

    assert pytest.approx(memory.service_rss_mb, abs=10) == memory.alone_mb


def test_shares_of_a_fork_add_up() -> None:
    """Two processes with the same 60 MB have half of them each, and together no more than one."""
    with running(HOLD + WAIT) as alone, running(HOLD + FORK + WAIT) as forked:
        alone_mb, forked_mb = pid_to_pss_mb(alone), pid_to_pss_mb(forked)

    assert 60 < alone_mb < 200
    assert pytest.approx(alone_mb, abs=10) == forked_mb


def test_ended_process_has_no_memory() -> None:
    """Of a process that is gone nothing is measured."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()

    with pytest.raises(psutil.NoSuchProcess):
        pid_to_memory(process.pid)
