"""Whether a service of ours answers at an address, and where a browser finds it."""

import http.client
import threading
import time
from http import HTTPStatus
from typing import Final

from music_genre.webapi.addresses import address_to_netloc
from music_genre.webapi.start_id import START_ID_HEADER

READY_WITHIN_S: Final = 120  # [s]; the beat service's first start compiles for thirty
ANSWER_WITHIN_S: Final = 2
ASK_EVERY_S: Final = 0.2


def is_ready(host: str, port: int, start_id: str) -> bool:
    """Tell whether the service that we gave this id answers there, and can work."""
    return (HTTPStatus.OK, start_id) == _ask(host, port)


def address_to_start_id(host: str, port: int) -> str | None:
    """Ask for the id of the service that listens there; None where it is not one of ours."""
    return _ask(host, port)[1]


def _ask(host: str, port: int) -> tuple[int | None, str | None]:
    """Ask for status and id of `/readyz`, without the proxy that `urllib` would use."""
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_WITHIN_S)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        return response.status, response.getheader(START_ID_HEADER)
    except (OSError, http.client.HTTPException):
        return None, None
    finally:
        connection.close()


def ready_url(address: str, port: int, start_id: str) -> str:
    """Choose the URL to open: `localhost`, or the number where that leads to another program."""
    host = "localhost" if is_ready("localhost", port, start_id) else address
    return f"http://{address_to_netloc(host, port)}"


def say_when_ready(
    address: str, ports: dict[str, int], start_id: str, stopped: threading.Event
) -> None:
    """Tell the address as soon as the page works; the beat service follows when it is warm."""
    deadline = time.monotonic() + READY_WITHIN_S
    for name, message in (
        ("frontend", "Ready. Open {url} — Ctrl-C stops everything."),
        ("beat_service", "The beat service is ready too: {url}/analyze"),
    ):
        while not is_ready(address, ports[name], start_id):
            if stopped.wait(ASK_EVERY_S):
                return
            if time.monotonic() > deadline:
                print(f"\n  {name} is not ready after {READY_WITHIN_S} s.\n", flush=True)
                return
        print(f"\n  {message.format(url=ready_url(address, ports[name], start_id))}\n", flush=True)
