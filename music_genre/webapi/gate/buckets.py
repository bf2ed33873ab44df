"""So many requests of one client, by a bucket of tokens for each.

A bucket holds `quota` tokens, so many may be taken at once, and fills again evenly within a window.
It is kept as the time at which it will be full: the generic cell rate algorithm (ITU-T I.371), one
number for each client. Whoever has not come for longest is forgotten when there are many, which
gives him a full bucket: that costs less than memory without end.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

WINDOW_S: Final = 60
MOST_CLIENTS: Final = 20_000  # that are remembered; some 4 MB


@dataclass(frozen=True)
class Policy:
    """A limit: its name in headers, and how many requests a window of `WINDOW_S` has."""

    name: str
    quota: int


@dataclass(frozen=True)
class Standing:
    """What is left to a client, when its bucket will be full [s], and when to come again [s].

    `retry_s` is 0 for a request that was let through.
    """

    policy: Policy
    left: int
    full_s: float
    retry_s: float


class Buckets:
    """A bucket for each client of a policy. For one thread."""

    def __init__(
        self,
        policy: Policy,
        most_clients: int = MOST_CLIENTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.policy, self._most_clients, self._clock = policy, most_clients, clock
        self._token_s = WINDOW_S / policy.quota  # for one token to come back
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, client: str) -> Standing:
        """Take a token out of a client's bucket, if there is one."""
        now = self._clock()
        full_s = max(0.0, self._full_at.get(client, now) - now)
        retry_s = max(0.0, full_s + self._token_s - WINDOW_S)
        if retry_s > self._token_s * 1e-6:  # a rounding error is no reason to refuse
            return Standing(self.policy, 0, full_s, retry_s)
        full_s += self._token_s
        self._full_at[client] = now + full_s
        self._full_at.move_to_end(client)
        if len(self._full_at) > self._most_clients:
            self._full_at.popitem(last=False)
        left = math.floor((WINDOW_S - full_s) / self._token_s + 1e-6)
        return Standing(self.policy, left, full_s, 0.0)

    def __len__(self) -> int:
        return len(self._full_at)


def standings_to_headers(standings: list[Standing]) -> list[tuple[bytes, bytes]]:
    """Write `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10)."""
    policies = ", ".join(
        f'"{one.policy.name}";q={one.policy.quota};w={WINDOW_S}' for one in standings
    )
    left = ", ".join(
        f'"{one.policy.name}";r={one.left};t={math.ceil(one.full_s)}' for one in standings
    )
    return [(b"ratelimit-policy", policies.encode()), (b"ratelimit", left.encode())]
