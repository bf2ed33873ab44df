"""Asks all services every few seconds what they have counted, for the page `/status`."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from frontend.answers.services import Service, services_to_readiness
from frontend.settings import Settings
from frontend.watching.history import ServiceHistory
from frontend.watching.reading import Reading, metrics_to_reading
from music_genre.webapi.addresses import is_loopback
from music_genre.webapi.connection import Timeouts, request_to_answer
from music_genre.webapi.problems import ApiError

LOG: Final = logging.getLogger(__name__)
OWN: Final = "frontend"
EVERY_S: Final = 15.0
OK: Final = 200


class Watcher:
    """The last hour of the front end and of the services that it asks."""

    def __init__(
        self,
        services: Mapping[str, Service],
        settings: Settings,
        own_metrics: Callable[[], Iterable[Metric]],
    ) -> None:
        self._services, self._settings, self._own_metrics = services, settings, own_metrics
        self.histories = {OWN: ServiceHistory()} | {name: ServiceHistory() for name in services}

    def start(self) -> None:
        """Watch from now on, in a thread that ends with the process."""
        threading.Thread(target=self._watch, name="watcher", daemon=True).start()

    def look(self, now_s: float) -> None:
        """Read all services once."""
        own = metrics_to_reading(self._own_metrics())
        is_ready, body = services_to_readiness(self._services, self._settings)
        self.histories[OWN].add(now_s, own, ready=is_ready)
        for name, service in self._services.items():
            ready = body["services"][name] == "ok"
            self.histories[name].add(now_s, self._read(service), ready=ready)

    def _read(self, service: Service) -> Reading | None:
        timeout_s = self._settings.ready_timeout_s
        try:
            answer = request_to_answer(
                "GET", f"{service.url}/metrics", Timeouts(timeout_s, timeout_s)
            )
            if answer.status != OK:
                return None
            return metrics_to_reading(text_string_to_metric_families(answer.content.decode()))
        except (ApiError, ValueError, KeyError):  # it is not there, or says what no service does
            return None

    def _watch(self) -> None:
        while True:
            try:
                self.look(time.time())
            except Exception:
                LOG.exception("the status page misses a look")
            time.sleep(EVERY_S)


def is_shown(settings: Settings) -> bool:
    """Tell whether there is a status page: where it is wanted, or nobody else can see it."""
    if settings.status_page:
        return settings.status_page == "on"
    return is_loopback(settings.host)
