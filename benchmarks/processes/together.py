"""All services as processes of one benchmark, each with the addresses that `make run` gives it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from deploy.services import SERVICES
from tools.processes import RunningService, running_service


@contextlib.contextmanager
def running(folder: Path) -> Iterator[dict[str, RunningService]]:
    """Run all services, by package, with logs and beats in a folder; the front end stands last."""
    with contextlib.ExitStack() as stack:
        services: dict[str, RunningService] = {}
        for package, service in SERVICES.items():
            asked = {**service.asks, **service.may_ask}
            urls = {setting: services[other].url for setting, other in asked.items()}
            services[package] = stack.enter_context(running_service(package, folder, **urls))
        yield services
