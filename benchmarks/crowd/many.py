"""Many clients at once: how many are answered, how soon, and what the others are told.

Each client asks, waits for the answer, and asks again; one that is refused comes again after as
many seconds as `Retry-After` says, two at most. Beside them one asks `/livez` all the time. A
request is lost where no whole answer came.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from benchmarks.crowd.clients import GIVES_UP_S, NONE, OK, PROBE, Reply, ask

LONGEST_RETRY_S: Final = 2.0
PROBE_EVERY_S: Final = 0.2


@dataclass
class Crowd:
    """What some clients got; `lasted_s` is the time until the last of them had an answer."""

    service: str
    n_clients: int
    lasted_s: float = 0.0
    replies: list[Reply] = field(default_factory=list)
    probes: list[Reply] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Count what came back; times [s] are those of the requests that were answered."""
        answered_s = [reply.took_s for reply in self.replies if reply.status == OK]
        refused = sum(reply.is_refusal for reply in self.replies)
        lost = sum(reply.status == NONE for reply in self.replies)
        probes_s = [reply.took_s if reply.status == OK else GIVES_UP_S for reply in self.probes]
        return {
            "service": self.service,
            "clients": self.n_clients,
            "per_s": len(answered_s) / self.lasted_s,
            **{f"p{q}_s": percentile(answered_s, q) for q in (50, 95, 99)},
            "answered": len(answered_s),
            "refused": refused,
            "lost": lost,
            "others": len(self.replies) - len(answered_s) - refused - lost,
            "livez_worst_s": max(probes_s),
        }


def percentile(values: Sequence[float], q: float) -> float | None:
    """Compute a percentile; None where there is nothing."""
    return float(np.percentile(values, q)) if values else None


@dataclass(frozen=True)
class Patience:
    """How long a client waits at most: before it comes again, and for an answer [s]."""

    retry_s: float = LONGEST_RETRY_S
    answer_s: float = GIVES_UP_S


IMPATIENT: Final = Patience()


async def crowd_at(
    service: str,
    url: str,
    request: bytes,
    n: int,
    lasts_s: float,
    patience: Patience = IMPATIENT,
) -> Crowd:
    """Let so many clients ask a service for a while, and wait for the last of their answers."""
    crowd, began = Crowd(service, n), time.monotonic()
    is_over = asyncio.Event()

    async def client() -> None:
        while time.monotonic() - began < lasts_s:
            reply = await ask(url, request, patience.answer_s)
            crowd.replies.append(reply)
            crowd.lasted_s = time.monotonic() - began
            left_s = max(0.0, began + lasts_s - time.monotonic())
            await asyncio.sleep(min(reply.retry_s, patience.retry_s, left_s))

    async def prober() -> None:
        while not (crowd.probes and is_over.is_set()):
            crowd.probes.append(await ask(url, PROBE))
            await asyncio.sleep(PROBE_EVERY_S)

    probing = asyncio.create_task(prober())
    await asyncio.gather(*(client() for _ in range(n)))
    is_over.set()
    await probing
    return crowd
