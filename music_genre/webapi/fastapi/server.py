"""Run a FastAPI service under uvicorn: one process, one event loop, threads for the work.

As `music_genre.webapi.flask.server` does with gunicorn: a fault at start ends the process with one
clear line, and requests in flight are finished when it is told to stop.
"""

import contextlib
import logging
import sys
from collections.abc import Callable
from typing import Final

import uvicorn
from fastapi import FastAPI

from music_genre.webapi.serving import (
    GRACEFUL_STOP_S,
    PROBES,
    made_or_exit,
    settings_or_exit,
)
from music_genre.webapi.settings import ServiceSettings, SettingsError

STARTUP_FAILURE: Final = 3


class WithoutProbes(logging.Filter):
    """Access lines of what people asked; probes come every few seconds and say nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is worth keeping."""
        arguments = record.args
        return not (isinstance(arguments, tuple) and arguments[2] in PROBES)


def serve(
    make_settings: Callable[[], ServiceSettings],
    make_app: Callable[[], FastAPI],
    refusals: tuple[type[Exception], ...] = (),
) -> None:
    """Serve until stopped; `refusals` are how the app says that it must not start."""
    settings, address = settings_or_exit(make_settings)
    app = made_or_exit(make_app, (SettingsError, *refusals))
    logging.basicConfig(format="%(message)s")
    logging.getLogger("uvicorn.access").addFilter(WithoutProbes())
    config = uvicorn.Config(
        app,
        host=address,
        port=settings.port,
        timeout_graceful_shutdown=GRACEFUL_STOP_S,
        server_header=False,
        log_level="info",
    )
    server = uvicorn.Server(config)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C, told again when all has stopped
        # A socket of uvicorn's own making would keep IPv4 out of `::`, unlike gunicorn's.
        server.run(sockets=[config.bind_socket()])
    if not server.started:
        sys.exit(STARTUP_FAILURE)
