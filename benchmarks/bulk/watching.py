"""A process and all that it has started, watched: its CPU time and the memory of its workers."""

import contextlib
import time
from bisect import bisect
from dataclasses import dataclass

import psutil

from benchmarks.processes.cpu import one_to_cpu_s

EVERY_S = 0.25
MEGABYTE = 1e6
WORKER = "spawn_main"  # what Dask's worker processes are called


@dataclass(frozen=True)
class Sample:
    """One look: when [s since 1970], CPU time so far [s], and the largest worker [MB]."""

    at_s: float
    cpu_s: float
    worker_mb: float


@dataclass(frozen=True)
class Watched:
    """All looks at a process, in their order."""

    samples: list[Sample]

    def cpu_between(self, begin_s: float, end_s: float) -> float:
        """Compute the CPU time between two moments [s]."""
        return self._cpu_at(end_s) - self._cpu_at(begin_s)

    def worker_mb_at(self, at_s: float) -> float:
        """Return the memory of the largest worker at a moment [MB]."""
        return self._sample_at(at_s).worker_mb

    def _cpu_at(self, at_s: float) -> float:
        return self._sample_at(at_s).cpu_s

    def _sample_at(self, at_s: float) -> Sample:
        place = bisect([one.at_s for one in self.samples], at_s)
        return self.samples[max(0, min(place, len(self.samples) - 1))]


def watch(process: psutil.Popen) -> Watched:
    """Look at a process until it ends. What a process waited for counts with it."""
    samples: list[Sample] = []
    most_s = 0.0
    while process.poll() is None:
        cpu_s, worker_mb = 0.0, 0.0
        with contextlib.suppress(psutil.NoSuchProcess):
            for one in (process, *process.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess):
                    cpu_s += one_to_cpu_s(one)
                    if WORKER in " ".join(one.cmdline()):
                        worker_mb = max(worker_mb, one.memory_info().rss / MEGABYTE)
        most_s = max(most_s, cpu_s)  # what ends takes its time along, until it is waited for
        samples.append(Sample(time.time(), most_s, worker_mb))
        time.sleep(EVERY_S)
    return Watched(samples)
