"""Memory of a service alone: its worker, and what the master holds for itself."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from benchmarks.memory import pid_to_memory
from benchmarks.servers import SVM, started


def test_memory_counts_the_master_and_its_worker(tmp_path: Path) -> None:
    """The service alone is more than its worker, by less than the master maps."""
    with started(SVM, tmp_path) as server:
        server.until_ready_s()
        memory = pid_to_memory(server.process.pid)
        master_rss_mb = psutil.Process(server.process.pid).memory_info().rss / 1e6

    assert memory.worker_rss_mb < memory.alone_mb < memory.worker_rss_mb + master_rss_mb


def test_only_process_is_its_own_worker() -> None:
    """A process without children is counted once, with all that it has resident."""
    code = "held = bytearray(b'x' * 60_000_000); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        memory = pid_to_memory(process.pid)
        process.communicate(b"\n")

    assert memory.alone_mb == memory.worker_rss_mb
    assert 60 < memory.alone_mb < 200


def test_ended_process_has_no_memory() -> None:
    """Of a process that is gone nothing is measured."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()

    with pytest.raises(psutil.NoSuchProcess):
        pid_to_memory(process.pid)
