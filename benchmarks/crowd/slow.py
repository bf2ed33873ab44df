"""Clients that send half a head or half a body, and then nothing: what others wait meanwhile."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.crowd.clients import GIVES_UP_S, OK, PROBE, REQUEST_TIMEOUT, Reply, ask

HALF_A_HEAD: Final = 40  # [bytes]
LOOKS_S: Final = 20.0  # while nobody has been silent for too long
LOOK_EVERY_S: Final = 2.0


@dataclass
class Slow:
    """What silent clients of a service got, and what others got meanwhile and afterwards."""

    service: str
    silent: list[Reply] = field(default_factory=list)
    probes: list[Reply] = field(default_factory=list)
    songs: list[Reply] = field(default_factory=list)
    after: list[Reply] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Count, and take the longest times [s]."""
        return {
            "service": self.service,
            "silent": len(self.silent),
            "livez_worst_s": _worst_s(self.probes),
            "song_worst_s": _worst_s(self.songs),
            "told_408": sum(reply.status == REQUEST_TIMEOUT for reply in self.silent),
            "closed_within_s": max(reply.took_s for reply in self.silent),
            "after_worst_s": _worst_s(self.after),
        }


@dataclass(frozen=True)
class Target:
    """A service, and a whole request for it."""

    service: str
    url: str
    request: bytes


async def hold(targets: Sequence[Target], n: int, looks_s: float = LOOKS_S) -> list[Slow]:
    """Hold `n` halves of a head and `n` of a body at every service, until all are closed.

    Meanwhile, for a while, one client goes round and asks each for `/livez` and about a song; when
    all is over it goes round once more.
    """
    slows = [Slow(target.service) for target in targets]
    silent = [
        asyncio.gather(*(ask(target.url, half) for half in _halves(target.request) * n))
        for target in targets
    ]
    began = time.monotonic()
    while not slows[-1].songs or time.monotonic() - began < looks_s:
        await asyncio.sleep(min(LOOK_EVERY_S, looks_s))
        for slow, target in zip(slows, targets, strict=True):
            slow.probes.append(await ask(target.url, PROBE))
            slow.songs.append(await ask(target.url, target.request))
    for slow, closed in zip(slows, silent, strict=True):
        slow.silent = await closed
    for slow, target in zip(slows, targets, strict=True):
        slow.after = [await ask(target.url, PROBE), await ask(target.url, target.request)]
    return slows


def _halves(request: bytes) -> list[bytes]:
    """Cut a request in the middle of its head, and in the middle of its body."""
    return [request[:HALF_A_HEAD], request[: len(request) // 2]]


def _worst_s(replies: Sequence[Reply]) -> float:
    """Find the longest time; whoever got no answer has waited for ever."""
    return max(reply.took_s if reply.status == OK else GIVES_UP_S for reply in replies)
