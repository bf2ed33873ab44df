"""Processes under the benchmark end with it."""

from pathlib import Path

import psutil
import pytest

from benchmarks.memory import pid_to_memory
from benchmarks.servers import SVM, Server, started


def test_a_failing_measurement_leaves_no_process(tmp_path: Path) -> None:
    """Master and worker are gone as soon as something goes wrong while they run."""
    family: list[psutil.Process] = []

    def fail(server: Server) -> None:
        server.until_ready_s()
        master = psutil.Process(server.process.pid)
        family.extend([master, *master.children()])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), started(SVM, tmp_path) as server:
        fail(server)

    _, alive = psutil.wait_procs(family, timeout=30)
    assert 2 == len(family)
    assert [] == alive


def test_memory_counts_the_master_and_its_worker(tmp_path: Path) -> None:
    """The service alone is more than its worker, by less than the master maps."""
    with started(SVM, tmp_path) as server:
        server.until_ready_s()
        memory = pid_to_memory(server.process.pid)
        master_rss_mb = psutil.Process(server.process.pid).memory_info().rss / 1e6

    assert memory.worker_rss_mb < memory.alone_mb < memory.worker_rss_mb + master_rss_mb
