"""Run a service under uvicorn: one process, one event loop, threads for the work.

Requests in flight are finished when it is told to stop.
"""

import signal
import sys
from types import FrameType
from typing import Final

import uvicorn

from music_genre.webapi.server.front import Front
from music_genre.webapi.server.protocol import PatientProtocol
from music_genre.webapi.serving import GRACEFUL_STOP_S, settings_to_service
from music_genre.webapi.settings import ServiceSettings
from music_genre.webapi.sight.traces import start_traces

STARTUP_FAILURE: Final = 3
# [s], between two threads; with the usual 5 ms, probes wait for every thread that works on a song.
SWITCH_S: Final = 0.001


class StoppableServer(uvicorn.Server):
    """uvicorn's server, for which being told to stop is no failure."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Finish what was begun; a second Ctrl-C does not wait for it."""
        del frame
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def run(front: Front, settings: ServiceSettings, address: str) -> None:
    """Serve at an address until stopped; end the process where that cannot begin."""
    sys.setswitchinterval(SWITCH_S)
    start_traces(settings_to_service(settings))
    config = uvicorn.Config(
        front,
        host=address,
        port=settings.port,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=GRACEFUL_STOP_S,
        server_header=False,
        access_log=False,
        proxy_headers=False,
        log_config=None,  # all that is logged goes one way, `music_genre.webapi.logs.lines`
    )
    server = StoppableServer(config)
    # A socket of uvicorn's own making would keep IPv4 out of `::`.
    server.run(sockets=[config.bind_socket()])
    if not server.started:
        sys.exit(STARTUP_FAILURE)
