"""Resident memory of a service: its own process and those that decode for it.

Beside the service runs the template of its decoders, and a fork of it that waits for the next file
(`music_genre.audio.decoding.template`). `alone_mb` is what the budget is compared with: all that
these have resident, each page once, as the memory limit of a container counts it. Pages that no
file stands behind are shared by forks alone, so their shares (PSS) add up; of a file that several
have mapped, the largest part counts. A decoder at work is not in it: it has a limit of its own and
ends with its file. PSS is given beside it, but it shrinks with every neighbour that has mapped the
same libraries, and in a container there are none.
"""

import contextlib
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

MEGABYTE = 1e6
KIB = 1024


@dataclass(frozen=True)
class Memory:
    """Memory of one service [MB of 10⁶ bytes]."""

    alone_mb: float
    service_rss_mb: float  # that of its own process
    pss_mb: float | None  # None where the system does not tell

    @property
    def decoders_mb(self) -> float:
        """Compute what the processes that decode add to the service's own."""
        return self.alone_mb - self.service_rss_mb


def pid_to_memory(pid: int) -> Memory:
    """Measure the memory of the process `pid` and its children."""
    service = psutil.Process(pid)
    children = service.children(recursive=True)
    infos = [process.memory_full_info() for process in (service, *children)]
    has_pss = hasattr(infos[0], "pss")
    if has_pss:
        alone_bytes = _pages_once([service, *children])
    else:  # elsewhere than on Linux: what nobody else has, of all but the service
        alone_bytes = infos[0].rss + sum(info.uss for info in infos[1:])
    return Memory(
        alone_mb=alone_bytes / MEGABYTE,
        service_rss_mb=infos[0].rss / MEGABYTE,
        pss_mb=sum(info.pss for info in infos) / MEGABYTE if has_pss else None,
    )


def pid_to_pss_mb(pid: int) -> float:
    """Add up what a process and its children have, shared pages by their shares [MB].

    A child may end meanwhile. Where the system tells no shares, it is what nobody else has.
    """
    service = psutil.Process(pid)
    total_bytes = 0
    for process in (service, *service.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            info = process.memory_full_info()
            total_bytes += info.pss if hasattr(info, "pss") else info.uss
    return total_bytes / MEGABYTE


def pid_to_anonymous_bytes(pid: int) -> int:
    """Read a process's share of the pages that no file stands behind.

    It is what a leak makes grow, and no neighbour that maps the same libraries, or cache that the
    system empties, changes it. Elsewhere than on Linux it is what nobody else has. Raises
    `psutil.NoSuchProcess` or `OSError` where the process is gone.
    """
    if not sys.platform.startswith("linux"):
        return int(psutil.Process(pid).memory_full_info().uss)
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    (line,) = (line for line in rollup.splitlines() if line.startswith("Pss_Anon:"))
    return int(line.split()[1]) * KIB


def _pages_once(family: Sequence[psutil.Process]) -> int:
    """Count the resident bytes of some processes, none of them twice."""
    of_files: dict[str, int] = defaultdict(int)
    for process in family:
        for mapped in process.memory_maps(grouped=True):
            of_files[mapped.path] = max(of_files[mapped.path], mapped.rss - mapped.anonymous)
    return sum(pid_to_anonymous_bytes(process.pid) for process in family) + sum(of_files.values())
