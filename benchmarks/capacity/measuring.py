"""Clients at a route, and what the services took meanwhile: CPU time and memory.

CPU time is that of all services, as one asks another; what the clients take, who share the machine
with them, is not in it.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.capacity.plan import Ask, SongKind
from benchmarks.crowd.clients import OK, Reply, ask, file_to_request
from benchmarks.crowd.many import Crowd, Patience, crowd_at
from benchmarks.memory import pid_to_pss_mb
from benchmarks.processes.cpu import pid_to_cpu_s
from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.processes import RunningService
from tools.signals import song, to_file

LOOK_EVERY_S = 1.0
# A client comes again when it was told to, 8 s at most, and waits longer than the front end does
# for its services (`SERVICE_TIMEOUT_S`).
WELL_MADE = Patience(retry_s=8.0, answer_s=90.0)
PERCENTILES = (50, 95, 99)


@dataclass(frozen=True)
class Cell:
    """What came of one measurement.

    `answered` are whole answers; `partial` those of the front end that some services refused to add
    to. `took_s` are percentiles of both [s], None where there was neither. `core_s` is the CPU time
    of all services [s].
    """

    ask: Ask
    lasted_s: float
    answered: int
    partial: int
    refused: int
    failed: int
    took_s: tuple[float, ...] | None
    core_s: float

    @property
    def songs_a_second(self) -> float:
        """Divide whole answers by the time until the last of them."""
        return self.answered / self.lasted_s

    @property
    def core_s_a_song(self) -> float | None:
        """Divide CPU time by answers [s]; None where it would be spread over parts and refusals."""
        return self.core_s / self.answered if self.answered and not self.partial else None


class Songs:
    """Songs as requests, each made once."""

    def __init__(self) -> None:
        self._files: dict[SongKind, bytes] = {}

    def request(self, asked: Ask) -> bytes:
        """Write the request that a client of this measurement sends."""
        kind = asked.song
        if kind not in self._files:
            samples = song(kind.duration_s, SAMPLE_RATE_HZ)
            self._files[kind] = to_file(samples, kind=kind.file)
        return file_to_request(asked.path, self._files[kind], kind.media_type)


class Heap:
    """The most memory that each service had, in looks while others ask [MB, PSS]."""

    def __init__(self, services: Mapping[str, RunningService]) -> None:
        self._pids = {package: service.process.pid for package, service in services.items()}
        self.most_mb: dict[str, float] = dict.fromkeys(services, 0.0)

    def look(self) -> None:
        """Look once."""
        for package, pid in self._pids.items():
            self.most_mb[package] = max(self.most_mb[package], pid_to_pss_mb(pid))

    async def watch(self) -> None:
        """Look again and again until this is cancelled."""
        while True:
            await asyncio.to_thread(self.look)
            await asyncio.sleep(LOOK_EVERY_S)


async def measure(
    asked: Ask, services: Mapping[str, RunningService], songs: Songs, heap: Heap
) -> Cell:
    """Let the clients ask, once the route has answered one of them."""
    url, request = services[asked.package].url, songs.request(asked)
    await ask(url, request)
    watching = asyncio.create_task(heap.watch())
    before_s = _core_s(services)
    try:
        crowd = await crowd_at(
            asked.package, url, request, asked.n_clients, asked.lasts_s, WELL_MADE
        )
    finally:
        watching.cancel()
    return crowd_to_cell(asked, crowd, _core_s(services) - before_s)


def crowd_to_cell(asked: Ask, crowd: Crowd, core_s: float) -> Cell:
    """Count what the clients got."""
    kinds = Counter(reply_to_kind(reply) for reply in crowd.replies)
    took_s = [reply.took_s for reply in crowd.replies if reply.status == OK]
    return Cell(
        ask=asked,
        lasted_s=crowd.lasted_s,
        answered=kinds["answered"],
        partial=kinds["partial"],
        refused=kinds["refused"],
        failed=kinds["failed"],
        took_s=tuple(float(p) for p in np.percentile(took_s, PERCENTILES)) if took_s else None,
        core_s=core_s,
    )


def reply_to_kind(reply: Reply) -> str:
    """Tell an answer from a part of one, a refusal, and all that must not happen."""
    if reply.is_refusal:
        return "refused"
    if reply.is_partial:
        return "partial"
    return "answered" if reply.status == OK else "failed"


def _core_s(services: Mapping[str, RunningService]) -> float:
    return sum(pid_to_cpu_s(service.process.pid) for service in services.values())
