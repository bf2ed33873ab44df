"""Processes under the benchmark end with it."""

from pathlib import Path

import psutil
import pytest

from benchmarks.servers import SVM, Server, started


def test_a_service_is_stopped(tmp_path: Path) -> None:
    """Told to stop, it ends without a fault, and stopping it again at the end does no harm."""
    with started(SVM, tmp_path) as server:
        server.until_ready_s()
        assert server.until_stopped_s() > 0

        assert 0 == server.process.returncode


def test_a_failing_measurement_leaves_no_process(tmp_path: Path) -> None:
    """A service and its decoders are gone as soon as something goes wrong while they run."""
    family: list[psutil.Process] = []

    def fail(server: Server) -> None:
        server.until_ready_s()
        service = psutil.Process(server.process.pid)
        family.extend([service, *service.children(recursive=True)])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), started(SVM, tmp_path) as server:
        fail(server)

    _, alive = psutil.wait_procs(family, timeout=30)
    assert len(family) > 1
    assert [] == alive
