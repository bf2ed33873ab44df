"""A web server for one person on this machine: a free port of the loopback, until Ctrl-C.

Werkzeug's own is enough here: who is served sits at this machine, and the address dies with it.
"""

import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

LOOPBACK: Final = "127.0.0.1"
TOKEN_BYTES: Final = 16


@dataclass(frozen=True)
class Address:
    """Where the page is: a port, and a token that nobody guesses."""

    port: int
    token: str

    @property
    def origin(self) -> str:
        """Write what browsers call the page's origin."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def url(self) -> str:
        """Write the address of the page."""
        return f"{self.origin}/{self.token}/"


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request, which would hold the token."""

    def log_request(self, *_: Any) -> None:
        """Say nothing."""


class LoopbackServer:
    """Has a port from the beginning, so that the app can be told its address."""

    def __init__(self, make_app: Callable[[Address], Flask]) -> None:
        with socket.create_server((LOOPBACK, 0)) as listening:
            self.address = Address(listening.getsockname()[1], secrets.token_urlsafe(TOKEN_BYTES))
            self._server = make_server(
                LOOPBACK,
                self.address.port,
                make_app(self.address),
                threaded=True,
                request_handler=Quiet,
                fd=listening.fileno(),
            )

    def serve(self) -> None:
        """Answer until Ctrl-C."""
        with suppress(KeyboardInterrupt):
            self._server.serve_forever()

    def close(self) -> None:
        """End `serve`, which another thread has called."""
        self._server.shutdown()
