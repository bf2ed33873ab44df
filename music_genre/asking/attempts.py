"""How often a question is asked: what came of the last time → how long until the next.

A connection that broke is tried once more, which changes nothing at the API. An API that says when
to come again (`Retry-After`, with 503 or 429) is asked again then, as long as all waiting together
stays within the client's patience.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Literal

AGAIN: Final = frozenset({429, 503})
MOST_BROKEN: Final = 2
SHORTEST_WAIT_S: Final = 0.1  # an API that says 0 is not to be asked without a pause

Failure = Literal["not_ready", "service_timeout", "bad_answer"]


@dataclass(frozen=True)
class Received:
    """A response that came whole; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Broken:
    """No response came; `failure` is the code of what did."""

    failure: Failure
    error: Exception


Outcome = Received | Broken


class Attempts:
    """The attempts at one question; `patience_s` bounds their waiting, not their work [s]."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._n_broken = 0

    def wait_s(self, outcome: Outcome) -> float | None:
        """Tell how long to wait before the next attempt [s]; None where there is none."""
        if isinstance(outcome, Broken):
            self._n_broken += 1
            is_over = outcome.failure == "service_timeout" or self._n_broken >= MOST_BROKEN
            return None if is_over else 0.0
        if outcome.status not in AGAIN:
            return None
        asked_s = header_to_wait_s(outcome.headers.get("retry-after"), datetime.now(UTC))
        if asked_s is None:
            return None
        wait_s = max(asked_s, SHORTEST_WAIT_S)
        if wait_s > self._patience_s:
            return None
        self._patience_s -= wait_s
        return wait_s


def header_to_wait_s(retry_after: str | None, now: datetime) -> float | None:
    """Read `Retry-After`, seconds or a date (RFC 9110); None where it says nothing [s]."""
    if retry_after is None:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(retry_after) - now).total_seconds()
        except (ValueError, TypeError):  # a date without a zone cannot be compared
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
