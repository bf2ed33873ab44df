"""Run a service under gunicorn: one process, several threads.

One process holds one copy of the model; the app is made in the worker, after the fork, because
onnxruntime's threads do not survive one. Faults at start end the process with one clear line.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.errors import AppImportError
from gunicorn.glogging import Logger

from music_genre.webapi.addresses import address_to_netloc
from music_genre.webapi.serving import GRACEFUL_STOP_S, PROBES, settings_or_exit
from music_genre.webapi.settings import ServiceSettings

SLOWEST_REQUEST_S = 120


class ReadableLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Access lines of what people asked; probes come every few seconds and say nothing."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """Log one answered request."""
        if environ["PATH_INFO"] not in PROBES:
            super().access(resp, req, environ, request_time)


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(
        self, make_app: Callable[[], Flask], refusals: tuple[type[Exception], ...], **options: Any
    ) -> None:
        self.make_app, self.refusals, self.options = make_app, refusals, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        try:
            return self.make_app()
        except self.refusals as refusal:
            raise AppImportError(f"cannot start: {refusal}") from refusal


def serve(
    make_settings: Callable[[], ServiceSettings],
    make_app: Callable[[], Flask],
    refusals: tuple[type[Exception], ...] = (),
) -> None:
    """Serve until stopped; requests in flight get `GRACEFUL_STOP_S` to end.

    `refusals` are the exceptions by which the app says that it must not start.
    """
    settings, address = settings_or_exit(make_settings)
    _Server(
        make_app,
        refusals,
        bind=address_to_netloc(address, settings.port),
        workers=1,
        threads=settings.threads,
        timeout=SLOWEST_REQUEST_S,
        graceful_timeout=GRACEFUL_STOP_S,
        accesslog="-",
        access_log_format="%(m)s %(U)s %(s)s %(M)s ms",
        logger_class=ReadableLogger,
        control_socket_disable=True,
    ).run()
