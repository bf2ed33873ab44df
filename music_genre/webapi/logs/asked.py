"""Which request is worked on: its id, the same in every service that it reaches, and its route.

Answers, bodies of errors and lines of the log carry the id, and what one service asks another about
it. It is a context variable: a thread that is started for a request has to be given its context.
"""

import re
import secrets
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

HEADER: Final = "X-Request-Id"
ENCODED_HEADER: Final = HEADER.lower().encode()
# What others may choose, such as a UUID: it goes into logs and headers as it is.
WELL_FORMED: Final = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
OWN_BYTES: Final = 16
NO_ROUTE: Final = "(none)"  # of what no route answers


@dataclass
class Asked:
    """A request: its id, and the route that answers it, once somebody knows."""

    id: str
    route: str = ""


_current: ContextVar[Asked | None] = ContextVar("asked", default=None)


def begin(headers: Sequence[tuple[bytes, bytes]]) -> Asked:
    """Let what follows in this context be about a request with these headers; return its facts.

    An id that it brings is kept where it is well-formed and the only one, else it gets a new one.
    """
    given = [value for name, value in headers if name == ENCODED_HEADER]
    is_kept = len(given) == 1 and WELL_FORMED.fullmatch(given[0])
    asked = Asked(given[0].decode() if is_kept else secrets.token_hex(OWN_BYTES))
    _current.set(asked)
    return asked


def current() -> Asked | None:
    """Return what is worked on here; None outside of any request."""
    return _current.get()


def current_id() -> str | None:
    """Return the id of the request that is worked on here; None outside of any."""
    asked = _current.get()
    return asked.id if asked else None


def note_route(route: str) -> None:
    """Say which route answers the request that is worked on here."""
    if asked := _current.get():
        asked.route = route


def id_to_headers() -> dict[str, str]:
    """Make the header by which another service knows the request; none outside of any."""
    found = current_id()
    return {HEADER: found} if found else {}
