"""Whether a service can do its work → status, body and headers of `/readyz`."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from music_genre.webapi.start_id import start_id_to_headers

# Says whether a service can do its work, and with what.
Readiness = Callable[[], tuple[bool, dict[str, Any]]]

LIVE_BODY: Final = {"status": "ok"}


def readiness_to_answer(
    readiness: Readiness, start_id: str
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Ask a service whether it is ready; return body, status and headers of the answer."""
    ready, facts = readiness()
    body = {"status": "ok" if ready else "failing", **facts}
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return body, int(status), start_id_to_headers(start_id)
