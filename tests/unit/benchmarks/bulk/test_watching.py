"""Watching a process."""

import sys

import psutil
import pytest

from benchmarks.bulk.watching import Sample, Watched, watch

# A child of a child works for a while, another one is called as a worker is.
BUSY = "import time\nwhile time.process_time() < 1: pass"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
LARGE = "import time; kept = bytearray(80_000_000); time.sleep(1)"
WORK = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {PARENT!r}])
subprocess.run([sys.executable, "-c", {LARGE!r}, "spawn_main"])
"""


def test_what_children_do_counts() -> None:
    """Their CPU time, however deep and whether they have ended; the memory of workers alone."""
    watched = watch(psutil.Popen([sys.executable, "-c", WORK]))

    assert 1 < watched.samples[-1].cpu_s < 5
    assert 80 < max(sample.worker_mb for sample in watched.samples) < 200


def test_between_two_moments() -> None:
    """What was before or after does not count."""
    watched = Watched([Sample(float(n), 2.0 * n, 100.0 + n) for n in range(10)])

    assert pytest.approx(6.0) == watched.cpu_between(2.5, 5.5)
    assert 104.0 == watched.worker_mb_at(3.5)
    assert 0.0 == watched.cpu_between(50, 60)
