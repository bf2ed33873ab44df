"""Whether a service can do its work → status, body and headers of `/readyz`."""

import math
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from music_genre.version import VERSION
from music_genre.webapi.start_id import start_id_to_headers

# Says whether a service can do its work, and with what.
Readiness = Callable[[], tuple[bool, dict[str, Any]]]

LIVE_BODY: Final = {"status": "ok", "version": VERSION}


def readiness_to_answer(
    readiness: Readiness, start_id: str
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Ask a service whether it is ready; return body, status and headers of the answer."""
    ready, facts = readiness()
    body = {"status": "ok" if ready else "failing", **facts}
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return body, int(status), start_id_to_headers(start_id)


class SharedReadiness:
    """A readiness that costs something, asked once for all who want to know within `fresh_s`."""

    def __init__(self, readiness: Readiness, fresh_s: float) -> None:
        self._readiness, self._fresh_s = readiness, fresh_s
        self._lock = threading.Lock()
        self._asked_at = -math.inf
        self._found: tuple[bool, dict[str, Any]] = False, {}

    def __call__(self) -> tuple[bool, dict[str, Any]]:
        """Return what was found just now, or ask."""
        with self._lock:
            if time.monotonic() - self._asked_at >= self._fresh_s:
                self._found = self._readiness()
                self._asked_at = time.monotonic()
            return self._found
