"""What is around the tests and must not reach them: exported settings, services of somebody."""

import signal
import socket
from collections.abc import Callable, MutableMapping
from importlib import import_module
from typing import Any, Final

from deploy.services import SERVICES
from music_genre.webapi.settings import ServiceSettings

SETTINGS: Final[dict[str, type[ServiceSettings]]] = {
    package: import_module(f"{package}.settings").Settings for package in SERVICES
}
# Where `make run` has the services of the person who runs the tests.
DEFAULT_PORTS: Final = frozenset(service.port for service in SERVICES.values())
LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}


class OtherServiceError(Exception):
    """A test asks a service that it has not started."""


def forget_settings(environment: MutableMapping[str, str]) -> None:
    """Take the services' settings out of our environment, which the apps of tests read too."""
    names = {name for kind in SETTINGS.values() for name in kind.model_fields}
    for variable in [name for name in environment if name.lower() in names]:
        del environment[variable]


def hear_ctrl_c() -> None:
    """Let Ctrl-C reach what tests start: a shell that runs them in the background ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def refuse_other_services() -> None:
    """Let connections of this process to the services' default ports fail from now on."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _refusing(getattr(socket.socket, name)))


def _refusing(connect: Callable[..., Any]) -> Callable[..., Any]:
    def connect_elsewhere(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] in LOOPBACK and address[1] in DEFAULT_PORTS:
            self.close()
            raise OtherServiceError(f"port {address[1]} is a default: name the address to ask")
        return connect(self, address)

    return connect_elsewhere
