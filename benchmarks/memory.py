"""Resident memory of a service: gunicorn's master and its worker, or uvicorn's only process.

`alone_mb` is what the budget is compared with: everything that the worker has resident (RSS), and
what the master holds for itself (USS). The pages that the master shares with the worker since the
fork count once. PSS is given beside it, but it shrinks with every neighbour that has mapped the
same libraries, and in a container there are none.
"""

from dataclasses import dataclass

import psutil

MEGABYTE = 1e6


@dataclass(frozen=True)
class Memory:
    """Memory of one service [MB of 10⁶ bytes]."""

    alone_mb: float
    worker_rss_mb: float  # [MB] that of the only process where there is no worker
    pss_mb: float | None  # None where the system does not tell


def pid_to_memory(pid: int) -> Memory:
    """Measure the memory of the process `pid` and its workers."""
    master = psutil.Process(pid)
    family = [process.memory_full_info() for process in (master, *master.children(recursive=True))]
    masters_uss = family[0].uss if len(family) > 1 else 0
    workers_rss = sum(info.rss for info in family[1:] or family)
    return Memory(
        alone_mb=(masters_uss + workers_rss) / MEGABYTE,
        worker_rss_mb=workers_rss / MEGABYTE,
        pss_mb=sum(info.pss for info in family) / MEGABYTE if hasattr(family[0], "pss") else None,
    )
