"""A line of the log about each request: nothing of what it sent, and not who it was unless told."""

import logging
from collections.abc import Collection
from typing import Any, Final

from music_genre.webapi.logs.asked import NO_ROUTE, Asked
from music_genre.webapi.server.door import Door, scope_to_knock
from music_genre.webapi.server.exchange import Exchange
from music_genre.webapi.serving import PROBES

LOG: Final = logging.getLogger("music_genre.access")


class AccessLog:
    """The log of a service's requests; probes, which come every few seconds, are not in it.

    `paths` are those that may be in it though no route has answered: the routes' own.
    """

    def __init__(self, door: Door, paths: Collection[str] = ()) -> None:
        self.door, self.paths = door, paths

    def write(self, exchange: Exchange, asked: Asked, elapsed_ms: float) -> None:
        """Write the line."""
        if exchange.path in PROBES:
            return
        method, status = exchange.scope["method"], exchange.status
        route = asked.route or (exchange.path if exchange.path in self.paths else NO_ROUTE)
        facts: dict[str, Any] = {"method": method, "route": route, "status": status}
        facts["ms"] = round(elapsed_ms, 1)
        if self.door.logs_addresses:
            knock = scope_to_knock(exchange.scope, exchange.path, [])
            facts["client"] = self.door.gate.client(knock)
        LOG.info("%s %s %s %.0f ms", method, route, status, elapsed_ms, extra=facts)
